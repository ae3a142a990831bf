package io.picket.detect;

import io.picket.event.ContentHash;
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

    private final long[] hash = new long[2];

    /** Packs the event's id into the sighting; a {@link #WORD} has one more reference, the caller's to give back. */
    void pack(Event event, Sighting sighting, WindowDictionary words) {
        String id = event.id();
        if (id == null) {
            ContentHash.hash(event.source(), event.sourceFrom(), event.sourceTo(), hash);
            set(sighting, HASH, hash[0], hash[1]);
            return;
        }
        long high = id.length() == 2 * HALF ? half(id, 0) : -1;
        long low = high < 0 ? -1 : half(id, HALF);
        if (low >= 0) {
            set(sighting, TWENTY, high, low);
        } else {
            byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
            set(sighting, WORD, 0, words.acquire(bytes, 0, bytes.length));
        }
    }

    static String text(int form, long high, long low, WindowDictionary words) {
        return switch (form) {
            case HASH -> HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
            case TWENTY -> half(high) + half(low);
            case WORD -> new String(words.bytes((int) low), StandardCharsets.UTF_8);
            default -> "";
        };
    }

    private static void set(Sighting sighting, int form, long high, long low) {
        sighting.idForm = form;
        sighting.idHigh = high;
        sighting.idLow = low;
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
