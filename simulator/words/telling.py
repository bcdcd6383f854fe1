"""A refusal told in one language or both."""

from simulator.errors import (
    DataError,
    Fault,
    IntegrationError,
    MissingExtraError,
    ScenarioError,
    SimulatorError,
)
from simulator.words.catalogue import Language, preceded, told_in


def tell(error: SimulatorError, language: Language) -> str:
    """Everything a refusal says, a fault to a line."""
    match error:
        case ScenarioError(faults=faults) | DataError(faults=faults):
            return "\n".join(tell_fault(fault, language) for fault in faults)
        case MissingExtraError(faults=faults) if faults:
            return "\n".join(tell_fault(fault, language) for fault in faults)
        case IntegrationError():
            return told_in(preceded(f"{error.year:.4f}", error.message), language)
        case SimulatorError(args=(str() as said, *_)):
            return told_in(said, language)
    return str(error)


def tell_fault(fault: Fault, language: Language) -> str:
    """One fault with its place: file, line and key."""
    if language == "both":
        return str(fault)
    place = fault.path if fault.line is None else f"{fault.path}:{fault.line}"
    head = f"{place}: {fault.key}" if fault.key else place
    return told_in(preceded(head, fault.message), language)
