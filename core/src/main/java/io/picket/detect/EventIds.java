package io.picket.detect;

import io.picket.event.ByteOutput;
import io.picket.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Event ids in 128 bits: the content hash of an event without an id, the twenty characters that Elasticsearch gives,
 * and for any other id the number of a word.
 */
final class EventIds {

    static final int NONE = 0;
    static final int HASH = 1;
    static final int TWENTY = 2;
    static final int WORD = 3;

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final byte[] DIGIT = new byte[128];
    private static final int HALF = 10;

    static {
        java.util.Arrays.fill(DIGIT, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            DIGIT[ALPHABET.charAt(i)] = (byte) i;
        }
    }

    private EventIds() {}

    /** Appends the event's id; answers its form. */
    static int pack(Event event, ByteOutput out) {
        String id = event.id();
        if (id == null) {
            long[] hash = event.contentHash();
            out.putLong(hash[0]);
            out.putLong(hash[1]);
            return HASH;
        }
        long high = id.length() == 2 * HALF ? half(id, 0) : -1;
        long low = high < 0 ? -1 : half(id, HALF);
        if (low >= 0) {
            out.putLong(high);
            out.putLong(low);
            return TWENTY;
        }
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        out.putCount(bytes.length);
        out.put(bytes, 0, bytes.length);
        return WORD;
    }

    static String text(int form, long high, long low, WindowDictionary words) {
        return switch (form) {
            case HASH -> HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
            case TWENTY -> half(high) + half(low);
            case WORD -> new String(words.bytes((int) low), StandardCharsets.UTF_8);
            default -> "";
        };
    }

    private static long half(String id, int from) {
        long bits = 0;
        for (int i = from; i < from + HALF; i++) {
            char c = id.charAt(i);
            int digit = c < 128 ? DIGIT[c] : -1;
            if (digit < 0) {
                return -1;
            }
            bits = bits << 6 | digit;
        }
        return bits;
    }

    private static String half(long bits) {
        StringBuilder text = new StringBuilder();
        for (int i = HALF - 1; i >= 0; i--) {
            text.append(ALPHABET.charAt((int) (bits >>> 6 * i) & 63));
        }
        return text.toString();
    }
}
