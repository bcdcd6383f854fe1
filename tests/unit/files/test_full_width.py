from simulator.files.hints import find_full_width, narrow, narrow_outside_quotes


def test_punctuation_digits_and_spaces_become_narrow():
    assert narrow("ａ＝１．５，“x”　【】。、") == 'a=1.5,"x" [].,'


def test_strings_and_comments_keep_theirs():
    text = '''a ＝ "＝，" # ＝
b ＝ \'，\' ，
c = """
，""" ，'''
    assert (
        narrow_outside_quotes(text)
        == '''a = "＝，" # ＝
b = \'，\' ,
c = """
，""" ,'''
    )


def test_finds_each_character_of_a_line_once():
    assert find_full_width("a = 1\nb ＝＝ 2，\n# ，\n") == {2: "＝，"}


def test_an_escaped_quote_does_not_end_a_string():
    assert find_full_width(r'a = "\"，"') == {}
