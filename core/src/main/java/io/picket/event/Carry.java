package io.picket.event;

import java.util.Arrays;

/**
 * The beginning of something whose end has not come yet. Takes up to {@link DocumentSplitter#DOCUMENT_BYTES_MAX}; of
 * what is longer only the first bytes are kept, enough to show it to a person.
 */
final class Carry {

    /** What is kept of something too long, in bytes. */
    static final int SHOWN_BYTES_MAX = 1024;

    private static final int KEPT_BYTES_MAX = 1 << 20;

    private byte[] bytes = new byte[SHOWN_BYTES_MAX];
    private int size;
    private boolean isTooLong;

    boolean isEmpty() {
        return size == 0;
    }

    boolean isTooLong() {
        return isTooLong;
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    void append(byte[] chunk, int from, int to) {
        int length = to - from;
        if (isTooLong) {
            return;
        }
        if (length > DocumentSplitter.DOCUMENT_BYTES_MAX - size) {
            isTooLong = true;
            length = Math.max(0, Math.min(length, SHOWN_BYTES_MAX - size));
        }
        if (bytes.length - size < length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + length, 2 * size));
        }
        System.arraycopy(chunk, from, bytes, size, length);
        size += length;
        if (isTooLong) {
            size = Math.min(size, SHOWN_BYTES_MAX);
        }
    }

    void clear() {
        size = 0;
        isTooLong = false;
        if (bytes.length > KEPT_BYTES_MAX) {
            bytes = new byte[SHOWN_BYTES_MAX];
        }
    }
}
