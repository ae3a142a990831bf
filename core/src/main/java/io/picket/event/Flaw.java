package io.picket.event;

/** What can be wrong with a document, each with what was expected. */
enum Flaw {
    NONE(""),
    EMPTY("there is no document; expected a JSON object"),
    NO_OBJECT("expected { since an event is a JSON object"),
    ENDS("the document ends in the middle; expected more"),
    TRAILING("something follows the document; expected nothing after its last }"),
    NO_KEY("expected a key in double quotes"),
    NO_COLON("expected : after the key"),
    NO_COMMA_IN_OBJECT("expected , or } after the value"),
    NO_COMMA_IN_ARRAY("expected , or ] after the value"),
    NO_VALUE("expected a value: a string, a number, true, false, null, { or ["),
    NO_DIGIT("a number is not complete; expected a digit"),
    LEADING_ZERO("a number starts with a 0 that counts for nothing; expected none"),
    LONG_NUMBER("a number is longer than " + EventReader.NUMBER_CHARS_MAX + " characters"),
    OPEN_TEXT("a string is not closed; expected a double quote"),
    CONTROL("a string holds a control character; expected it escaped, as in \\n or \\u0007"),
    ESCAPE("unknown escape; expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u"),
    HEX("expected four hexadecimal digits after \\u"),
    HALF_PAIR("a key holds half a surrogate pair; expected both halves, as in \\ud83d\\ude00"),
    UTF8("a string is not UTF-8; expected well-formed UTF-8"),
    TOO_DEEP("objects and arrays stand inside each other more than " + EventReader.DEPTH_MAX + " levels deep");

    private final String sentence;

    Flaw(String sentence) {
        this.sentence = sentence;
    }

    /** The sentence, with the byte that was found if it is a printable character. */
    String says(byte found) {
        return found > ' ' && found < 0x7F ? sentence + ", found " + (char) found : sentence;
    }
}
