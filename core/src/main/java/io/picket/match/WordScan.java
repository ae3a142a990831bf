package io.picket.match;

import io.picket.condition.WordBreak;
import java.util.Arrays;

/**
 * The words of the texts of one event, in order, each with its key and its bytes. Texts of one field follow each other
 * with a gap between. Plain twin: {@link io.picket.condition.Words#of}.
 */
@HotPath("scripts of many kilobytes are cut into words once, not once a phrase: MatchBenchmark")
final class WordScan {

    /** Stands between two texts, so that no phrase runs on from one to the next. */
    static final int GAP = -2;

    private char[] chars = new char[256];
    private byte[] bytes = new byte[1024];
    private int bytesEnd;
    private int[] keys = new int[64];
    private int[] from = new int[64];
    private int[] length = new int[64];
    private int count;

    void begin() {
        count = 0;
        bytesEnd = 0;
    }

    int count() {
        return count;
    }

    /** The word's key, {@link Column#NO_KEY} if no condition names it, or {@link #GAP}. */
    int key(int word) {
        return keys[word];
    }

    byte[] bytes() {
        return bytes;
    }

    int from(int word) {
        return from[word];
    }

    int length(int word) {
        return length[word];
    }

    /** Appends the words of a text, and a gap. */
    void add(byte[] text, int textFrom, int textLength, ByteTable words) {
        int end = decode(text, textFrom, textLength);
        for (long word = WordBreak.next(chars, end, 0);
                word != WordBreak.NONE;
                word = WordBreak.next(chars, end, WordBreak.end(word))) {
            int start = bytesEnd;
            lower(WordBreak.start(word), WordBreak.end(word));
            append(words.find(bytes, start, bytesEnd - start), start, bytesEnd - start);
        }
        append(GAP, bytesEnd, 0);
    }

    private int decode(byte[] text, int textFrom, int textLength) {
        if (textLength > chars.length) {
            chars = new char[Math.max(textLength, chars.length * 2)];
        }
        int out = 0;
        int end = textFrom + textLength;
        for (int i = textFrom; i < end; ) {
            byte b = text[i];
            int size = b >= 0 ? 1 : Bytes.size(text, i, end);
            if (b >= 0) {
                chars[out++] = (char) b;
            } else {
                int codePoint = size == 1 ? Character.MAX_CODE_POINT + 1 : Bytes.decode(text, i, size);
                out += Character.toChars(Character.isValidCodePoint(codePoint) ? codePoint : 0xFFFD, chars, out);
            }
            i += size;
        }
        return out;
    }

    private void lower(int start, int end) {
        if (bytesEnd + 4 * (end - start) > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytesEnd + 4 * (end - start), bytes.length * 2));
        }
        for (int i = start; i < end; ) {
            int codePoint = Character.codePointAt(chars, i, end);
            bytesEnd = Bytes.encode(Character.toLowerCase(codePoint), bytes, bytesEnd);
            i += Character.charCount(codePoint);
        }
    }

    private void append(int key, int start, int bytesLength) {
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, count * 2);
            from = Arrays.copyOf(from, count * 2);
            length = Arrays.copyOf(length, count * 2);
        }
        keys[count] = key;
        from[count] = start;
        length[count] = bytesLength;
        count++;
    }
}
