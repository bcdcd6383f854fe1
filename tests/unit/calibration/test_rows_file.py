"""Rows of a report of the calibration: numbers short, texts as a spreadsheet leaves them alone."""

from calibration.rows_file import write_rows


def test_rows_are_written_for_a_spreadsheet(tmp_path):
    path = tmp_path / "rows.csv"
    write_rows(path, [("age", "made_of", "n"), ("3-5", "=0.5", 1), ("60+", "−0.5 × a", 1 / 3)])
    expected = "\ufeffage,made_of,n\n3–5,'=0.5,1\n60+,−0.5 × a,0.333333\n"
    assert path.read_bytes().decode() == expected
