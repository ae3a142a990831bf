package io.picket.text;

/**
 * Where something stands, as a person finds it: file, line and column (both from 1, columns in UTF-16 units), how many
 * characters it covers, and the whole line it stands in. Line 0 means the file as a whole.
 */
public record Place(String file, int line, int column, int length, String excerpt) {

    /** The file as a whole, when no line can be pointed at. */
    public static Place file(String file) {
        return new Place(file, 0, 0, 0, "");
    }

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
