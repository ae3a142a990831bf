package io.picket.text;

/**
 * Where something stands, as a person finds it: file, line and column (both from 1, columns in UTF-16 units), how many
 * characters it covers, and the line it stands in. Line 0 means the file as a whole.
 *
 * @param excerpt the line, or the part of a long line that the place is in (an export of Kibana has a rule in one line)
 * @param excerptStart characters of the line before the excerpt
 */
public record Place(String file, int line, int column, int length, String excerpt, int excerptStart) {

    /** A place in a line that is given from its beginning. */
    public Place(String file, int line, int column, int length, String excerpt) {
        this(file, line, column, length, excerpt, 0);
    }

    /** The file as a whole, when no line can be pointed at. */
    public static Place file(String file) {
        return new Place(file, 0, 0, 0, "");
    }

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
