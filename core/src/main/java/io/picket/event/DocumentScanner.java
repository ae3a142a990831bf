package io.picket.event;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The part of {@link DocumentSplitter} that follows brackets: it finds documents in arrays, in answers to searches, and
 * one after the other over any number of lines, and it recognises from the first of them what the stream is. A stream
 * of one document a line it leaves to the splitter as soon as the first line is over.
 *
 * <p>It counts brackets and knows strings, no more; whether a document is JSON, its reader finds out. {@code base} is
 * the depth at which documents lie: 0, 1 inside an array, 3 inside {@code hits.hits} of an answer. A document that never
 * closes its brackets would swallow all that follows; so a brace at the start of a line where no value can be ends it
 * and begins the next.
 */
final class DocumentScanner {

    private static final int RESPONSE_DEPTH = 3;
    private static final int NAME_BYTES_MAX = 32;

    /** What may stand beside {@code hits} in an answer to a search. */
    private static final Set<String> RESPONSE_KEYS = Set.of(
            "took",
            "timed_out",
            "terminated_early",
            "num_reduce_phases",
            "_scroll_id",
            "pit_id",
            "_shards",
            "_clusters",
            "hits");

    /** What the bytes at hand belong to. */
    private enum Part {
        BETWEEN,
        DOCUMENT,
        /** An element of an array that is no object. */
        ELEMENT,
        /** A line that begins like nothing known. */
        LINE,
        /** What stands around the hits of an answer. */
        WRAPPING
    }

    private final DocumentSplitter splitter;
    private Part part = Part.BETWEEN;
    private int base;
    private int depth;
    private boolean inText;
    private boolean isEscaped;
    private byte previous;
    private boolean needsComma;

    /** Where what is open began or goes on in this chunk. */
    private int mark;

    private final byte[] name = new byte[NAME_BYTES_MAX];
    private int nameLength;
    private int nameMark;
    private String key = "";
    private String innerKey = "";
    private boolean hasForeignKey;
    private boolean isHit;
    private boolean awaitsLineEnd;

    DocumentScanner(DocumentSplitter splitter) {
        this.splitter = splitter;
    }

    /** Goes through a chunk; returns its end, or where documents a line begin. */
    int scan(byte[] b, int from, int to) {
        mark = from;
        nameMark = from;
        int p = from;
        while (p < to) {
            byte c = b[p];
            if (c == '\n') {
                lineEnd(b, p++);
                if (awaitsLineEnd) {
                    awaitsLineEnd = false;
                    splitter.oneALine();
                    return p;
                }
            } else if (part == Part.LINE) {
                p = DocumentSplitter.newline(b, p, to);
            } else if (inText) {
                p = text(b, p, to);
            } else if (c == ' ' || c == '\t' || c == '\r') {
                p++;
            } else {
                p = token(b, p, c);
                previous = c;
            }
        }
        if (inText) {
            addToName(b, to);
        }
        if (part == Part.DOCUMENT || part == Part.ELEMENT || part == Part.LINE) {
            splitter.keep(b, mark, to);
        }
        return to;
    }

    /** What is open when the stream ends is cut off. */
    void finish() {
        switch (part) {
            case BETWEEN -> {
                if (awaitsLineEnd) {
                    splitter.oneALine();
                } else if (base > 0) {
                    splitter.rejectEnd("the array is not closed; expected ]");
                }
            }
            case DOCUMENT -> splitter.rejectOpen("the document is cut off; expected }");
            case ELEMENT -> splitter.rejectOpen("an element is no object, and the array is not closed");
            case LINE -> splitter.rejectOpen(DocumentSplitter.NO_DOCUMENT);
            case WRAPPING -> splitter.rejectEnd("the answer to a search is cut off; expected }");
        }
    }

    private void lineEnd(byte[] b, int p) {
        inText = false; // a string ends on its line; the reader will say so
        isEscaped = false;
        if (part == Part.LINE) {
            splitter.reject(b, mark, p, DocumentSplitter.NO_DOCUMENT);
            part = Part.BETWEEN;
        }
        splitter.lineEnds(p);
    }

    private int token(byte[] b, int p, byte c) {
        if (part == Part.BETWEEN) {
            return between(b, p, c);
        }
        switch (c) {
            case '"' -> {
                inText = true;
                nameLength = 0;
                nameMark = p + 1;
            }
            case ':' -> colon();
            case '{', '[' -> {
                if (c == '{' && isBroken(p)) {
                    splitter.reject(b, mark, p, "the document is not complete where the next one begins");
                    part = Part.BETWEEN;
                    depth = 0;
                    return p;
                }
                open(c);
            }
            case '}', ']' -> {
                return close(b, p, c);
            }
            case ',' -> {
                if (part == Part.ELEMENT && depth == base) {
                    element(b, p);
                    needsComma = false;
                }
            }
            default -> {}
        }
        return p + 1;
    }

    private boolean isBroken(int p) {
        return part == Part.DOCUMENT
                && base == 0
                && splitter.isLineStart(p)
                && previous != ':'
                && previous != ','
                && previous != '[';
    }

    private int between(byte[] b, int p, byte c) {
        if (awaitsLineEnd) {
            awaitsLineEnd = false;
            splitter.recognised(Shape.OBJECTS);
        }
        if (base > 0 && c != '{') {
            return betweenElements(p, c);
        }
        if (base == 0 && c == '[') {
            splitter.recognised(Shape.ARRAY);
            base = 1;
            depth = 1;
            needsComma = false;
            return p + 1;
        }
        if (base > 0 && needsComma) {
            splitter.rejectAt(p, "expected , between the elements");
        }
        mark = p;
        splitter.begin(p);
        part = c == '{' ? Part.DOCUMENT : Part.LINE;
        depth += c == '{' ? 1 : 0;
        hasForeignKey = false;
        isHit = false;
        key = "";
        innerKey = "";
        return p + 1;
    }

    private int betweenElements(int p, byte c) {
        if (c == ',') {
            if (!needsComma) {
                splitter.rejectAt(p, "expected an object before ,");
            }
            needsComma = false;
        } else if (c == ']') {
            depth--;
            part = base == 1 ? Part.BETWEEN : Part.WRAPPING;
            base = 0;
        } else {
            mark = p;
            splitter.begin(p);
            part = Part.ELEMENT;
            inText = c == '"';
            depth += c == '[' ? 1 : 0;
        }
        return p + 1;
    }

    private void open(byte c) {
        depth++;
        if (base > 0 || part != Part.DOCUMENT || previous != ':') {
            return;
        }
        if (c == '{' && depth == 2) {
            isHit |= key.equals("_source");
            innerKey = "";
        } else if (c == '['
                && depth == RESPONSE_DEPTH
                && !hasForeignKey
                && key.equals("hits")
                && innerKey.equals("hits")) {
            splitter.recognised(Shape.SEARCH_RESPONSE);
            splitter.drop();
            part = Part.BETWEEN;
            base = RESPONSE_DEPTH;
            needsComma = false;
        }
    }

    private void colon() {
        if (base == 0 && part == Part.DOCUMENT && depth <= 2) {
            String read = new String(name, 0, nameLength, StandardCharsets.UTF_8);
            if (depth == 1) {
                key = read;
                hasForeignKey |= !RESPONSE_KEYS.contains(read);
            } else {
                innerKey = read;
            }
        }
    }

    private int close(byte[] b, int p, byte c) {
        if (part == Part.ELEMENT && depth == base) {
            element(b, p);
            return c == ']' ? p : p + 1;
        }
        depth--;
        if (part == Part.WRAPPING && depth == 0) {
            part = Part.BETWEEN;
        } else if (part == Part.DOCUMENT && depth == base) {
            part = Part.BETWEEN;
            needsComma = true;
            if (base == 0 && splitter.shape() == Shape.UNKNOWN) {
                first(b, p + 1);
            } else {
                splitter.document(b, mark, p + 1);
            }
        }
        return p + 1;
    }

    private void element(byte[] b, int p) {
        splitter.rejectElement(b, mark, p);
        part = Part.BETWEEN;
        needsComma = true;
    }

    /** The first document is over: if it was one line, so will be the others unless something follows it there. */
    private void first(byte[] b, int end) {
        awaitsLineEnd = splitter.isOneLine();
        if (!awaitsLineEnd) {
            splitter.recognised(Shape.OBJECTS);
        }
        splitter.first(b, mark, end, isHit);
    }

    private int text(byte[] b, int from, int to) {
        int p = from;
        while (p < to) {
            byte c = b[p];
            if (c == '\n') {
                return p;
            }
            if (isEscaped) {
                isEscaped = false;
            } else if (c == '\\') {
                isEscaped = true;
            } else if (c == '"') {
                inText = false;
                addToName(b, p);
                return p + 1;
            }
            p++;
        }
        return p;
    }

    private void addToName(byte[] b, int end) {
        if (depth <= 2 && base == 0) {
            int length = Math.min(end - nameMark, NAME_BYTES_MAX - nameLength);
            System.arraycopy(b, nameMark, name, nameLength, length);
            nameLength += length;
        }
    }
}
