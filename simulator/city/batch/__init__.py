"""Many cities, scenarios and draws by one plan."""
