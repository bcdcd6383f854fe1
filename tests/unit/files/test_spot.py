from simulator.files.toml_text import Findings, Spot, TomlFile


def test_a_refusal_keeps_file_line_and_key_in_both_languages():
    document = {"p": [{"id": "south"}]}
    file = TomlFile(path="s.toml", document=document, lines={("p", 0): 7})
    findings = Findings()
    spot = Spot(file=file, findings=findings).inside("p", 0).inside("size")
    spot.refuse("fault.list_of_tables", key="p")
    assert [str(fault) for fault in findings.faults] == [
        "s.toml:7: p.south.size: found [[p]]; expected [p] / 所填为：[[p]]；应为 [p]"
    ]
    assert findings.meant == {"p.south.size"}
    assert (spot.key, spot.line) == ("p.south.size", 7)
