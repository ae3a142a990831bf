package io.picket.match;

import io.picket.condition.WildcardPattern;
import io.picket.condition.WildcardPattern.AnyRun;
import io.picket.condition.WildcardPattern.OneChar;
import io.picket.condition.WildcardPattern.Part;
import io.picket.condition.WildcardPattern.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A wildcard pattern over UTF-8 bytes.
 *
 * <p>What: the stretches between the stars, in order; each a run of bytes in which a character may be left open. The
 * first is tied to the start of the value and the last to its end unless a star stands there; the others are taken at
 * the leftmost place where they fit, which never spoils a later one because a star follows. Cost: pattern length × value
 * length at worst, one pass as a rule. Plain twin: {@link WildcardPattern#matches}.
 */
@HotPath("wildcards are a sixth of all leaves and the dearest: MatchBenchmark")
final class BytePattern {

    /** In a stretch: one character, whatever it is. */
    private static final short ONE = 256;

    private final short[][] stretches;
    private final boolean fromStart;
    private final boolean toEnd;

    private BytePattern(short[][] stretches, boolean fromStart, boolean toEnd) {
        this.stretches = stretches;
        this.fromStart = fromStart;
        this.toEnd = toEnd;
    }

    static BytePattern of(WildcardPattern pattern) {
        List<short[]> stretches = new ArrayList<>();
        short[] open = new short[0];
        boolean closed = true;
        for (Part part : pattern.parts()) {
            switch (part) {
                case AnyRun run -> {
                    if (!closed) {
                        stretches.add(open);
                    }
                    open = new short[0];
                    closed = true;
                    continue;
                }
                case OneChar one -> open = joined(open, new short[] {ONE});
                case Text(String value) -> {
                    byte[] bytes = Bytes.of(value);
                    short[] shorts = new short[bytes.length];
                    for (int i = 0; i < bytes.length; i++) {
                        shorts[i] = (short) (bytes[i] & 0xFF);
                    }
                    open = joined(open, shorts);
                }
            }
            closed = false;
        }
        if (!closed) {
            stretches.add(open);
        }
        List<Part> parts = pattern.parts();
        boolean fromStart = parts.isEmpty() || !(parts.getFirst() instanceof AnyRun);
        boolean toEnd = parts.isEmpty() || !(parts.getLast() instanceof AnyRun);
        return new BytePattern(stretches.toArray(new short[0][]), fromStart, toEnd);
    }

    private static short[] joined(short[] a, short[] b) {
        short[] joined = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        return joined;
    }

    boolean matches(byte[] b, int from, int length) {
        int at = from;
        int end = from + length;
        int first = 0;
        int last = stretches.length;
        if (last == 0) {
            return !fromStart || length == 0;
        }
        if (fromStart) {
            at = matchAt(stretches[0], b, at, end);
            if (at < 0) {
                return false;
            }
            first = 1;
            if (last == 1) {
                return !toEnd || at == end;
            }
        }
        if (toEnd) {
            last--;
            end = matchBefore(stretches[last], b, at, end);
            if (end < 0) {
                return false;
            }
        }
        for (int i = first; i < last; i++) {
            at = find(stretches[i], b, at, end);
            if (at < 0) {
                return false;
            }
        }
        return true;
    }

    /** Where the stretch ends if it fits here, or -1. */
    private static int matchAt(short[] stretch, byte[] b, int from, int end) {
        int at = from;
        for (short want : stretch) {
            if (at >= end) {
                return -1;
            }
            if (want == ONE) {
                at += Bytes.size(b, at, end);
            } else if ((b[at++] & 0xFF) != want) {
                return -1;
            }
        }
        return at;
    }

    /** Where the stretch starts if it fits right before {@code end}, or -1. */
    private static int matchBefore(short[] stretch, byte[] b, int from, int end) {
        int at = end;
        for (int i = stretch.length - 1; i >= 0; i--) {
            if (--at < from) {
                return -1;
            }
            if (stretch[i] == ONE) {
                while (at > from && (b[at] & 0xC0) == 0x80) {
                    at--;
                }
            } else if ((b[at] & 0xFF) != stretch[i]) {
                return -1;
            }
        }
        return at;
    }

    /** Where the leftmost fit ends, or -1. */
    private static int find(short[] stretch, byte[] b, int from, int end) {
        short head = stretch[0];
        for (int at = from; at < end; at++) {
            if (head == ONE ? (b[at] & 0xC0) != 0x80 : (b[at] & 0xFF) == head) {
                int behind = matchAt(stretch, b, at, end);
                if (behind >= 0) {
                    return behind;
                }
            }
        }
        return -1;
    }
}
