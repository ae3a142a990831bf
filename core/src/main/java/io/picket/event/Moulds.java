package io.picket.event;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Why. An event mostly looks like the one before: the same keys in the same order, and many of the same values (the
 * agent, the host, the versions). To read such a document key by key finds out again what is known already. Here the
 * documents read so far are kept as a tree of stretches that repeat and holes that vary, and a document that follows a
 * path of the tree is read by comparing the stretches and reading the holes.
 *
 * Why that is right. Reading is a function of the bytes and of where in the document one stands (which keys are open).
 * Along a path of the tree that place is known at every step, so equal bytes read there give equal values: those that
 * were found when the stretch was learned. A hole is read by the reader itself, with the trie node and the depth that
 * the keys before it lead to. Where a document leaves the tree, nothing is decided: it is read from its beginning in the
 * ordinary way. So errors, too, are the ordinary ones. The law test that holds the reader to its reference reads
 * documents of few shapes over and over, so that most of them come through here.
 *
 * Learning. A document is cut into steps: a gap (braces, keys, colons, commas) and a unit (a value that is no object;
 * arrays are one unit). The steps of all documents form a tree; two documents part where their gaps differ. A unit that
 * was ever seen with different bytes is a hole from then on. Steps that follow each other without choice are fused into
 * one Mould.
 *
 * Limits. A tree that is full learns no more. If then, or ever, most documents of a period had to be read in the
 * ordinary way, the tree is thrown away and nothing is tried or learned for sixteen periods: documents that never repeat
 * cost a sixteenth of an effort more, whoever sends them.
 */

/** What documents have had in common. For one thread. */
final class Moulds {

    /** Units in all shapes together. */
    static final int STEPS_MAX = 20_000;

    /** Bytes kept of gaps and units. */
    static final int BYTES_MAX = 1 << 20;

    /** The longest value that is taken for one that may repeat, in bytes. */
    static final int UNIT_BYTES_MAX = 256;

    /** How many different ways may go on from one place. */
    static final int BRANCHES_MAX = 12;

    /** Documents after which it is asked whether the effort was worth it. */
    static final int PERIOD = 4096;

    private static final int PERIODS_ASLEEP = 16;

    /** A gap and the unit after it; a gap without unit is the end of a document. */
    private static final class Step {
        final byte[] gap;
        final boolean isEnd;
        final @Nullable KeyTrie node;
        final int depth;
        final List<Step> next = new ArrayList<>(1);
        byte @Nullable [] unit;
        int[] values = {};

        Step(byte[] gap, boolean isEnd, @Nullable KeyTrie node, int depth) {
            this.gap = gap;
            this.isEnd = isEnd;
            this.node = node;
            this.depth = depth;
        }

        void becomeHole() {
            unit = null;
            values = new int[0];
        }
    }

    private List<Step> steps = new ArrayList<>(1);
    private int stepCount;
    private int byteCount;
    private int learned;
    private int pending;
    private int followed;
    private int missed;
    private int asleep;
    private long documents;
    private int likenesses;

    /** Where documents begin: a mould of no bytes. */
    private Mould root = empty(Mould.NONE);

    private static Mould empty(Mould[] next) {
        return new Mould(new byte[0], new int[0], Mould.Then.BRANCH, null, 0, next, null);
    }

    Mould root() {
        return root;
    }

    /** A document came through the tree. */
    void followed() {
        documents++;
        if (++followed + missed >= PERIOD) {
            judge();
        }
    }

    /** How many documents came through the tree. */
    long documents() {
        return documents;
    }

    /** A document had to be read in the ordinary way; whether its outline should be learned. */
    boolean missed() {
        if (asleep > 0) {
            asleep--;
            return false;
        }
        missed++;
        if (followed + missed >= PERIOD) {
            judge();
        }
        return asleep == 0 && stepCount < STEPS_MAX && byteCount < BYTES_MAX;
    }

    private void judge() {
        if (missed > followed) {
            steps = new ArrayList<>(1);
            stepCount = 0;
            byteCount = 0;
            learned = 0;
            pending = 0;
            root = empty(Mould.NONE);
            asleep = PERIODS_ASLEEP * PERIOD;
        }
        missed = 0;
        followed = 0;
    }

    /** Takes up the outline of a document. */
    void learn(Outline outline, byte[] b) {
        List<Step> at = steps;
        int from = outline.from();
        for (int unit = 0; unit < outline.size(); unit++) {
            Step step = step(at, b, from, outline.unitFrom(unit), false, outline.node(unit), outline.depth(unit));
            if (step == null) {
                return;
            }
            fill(step, outline, unit, b);
            from = outline.unitTo(unit);
            at = step.next;
        }
        step(at, b, from, outline.to(), true, null, 0);
        learned++;
        if (++pending > learned / 8) {
            pending = 0;
            root = empty(compile(steps, new BitSet()));
        }
    }

    private @Nullable Step step(
            List<Step> among, byte[] b, int from, int to, boolean isEnd, @Nullable KeyTrie node, int depth) {
        for (Step step : among) {
            if (step.isEnd == isEnd && Arrays.equals(step.gap, 0, step.gap.length, b, from, to)) {
                return step;
            }
        }
        if (among.size() == BRANCHES_MAX) {
            return null;
        }
        Step added = new Step(Arrays.copyOfRange(b, from, to), isEnd, node, depth);
        among.add(added);
        stepCount++;
        byteCount += to - from;
        return added;
    }

    private void fill(Step step, Outline outline, int unit, byte[] b) {
        int from = outline.unitFrom(unit);
        int to = outline.unitTo(unit);
        if (step.unit != null) {
            if (outline.isOdd(unit) || !Arrays.equals(step.unit, 0, step.unit.length, b, from, to)) {
                step.becomeHole();
            }
        } else if (isNew(step) && !outline.isOdd(unit) && to - from <= UNIT_BYTES_MAX) {
            step.unit = Arrays.copyOfRange(b, from, to);
            step.values = outline.values(unit);
            byteCount += to - from;
        }
    }

    /** Whether nothing has followed the step yet, so that this is the first document that has it. */
    private static boolean isNew(Step step) {
        return step.next.isEmpty();
    }

    private Mould[] compile(List<Step> steps, BitSet varying) {
        List<Mould> moulds = new ArrayList<>(steps.size());
        for (Step first : steps) {
            Mould mould = fuse(first, varying);
            if (mould != null) {
                moulds.add(mould);
            }
        }
        return moulds.toArray(Mould[]::new);
    }

    /**
     * All steps from one on that follow each other without choice; null if the path breaks off unfinished.
     *
     * @param varying the slots that holes before it may fill
     */
    private @Nullable Mould fuse(Step first, BitSet varying) {
        ByteArrayOutputStream stretch = new ByteArrayOutputStream();
        int[] values = new int[0];
        Step step = first;
        while (true) {
            stretch.writeBytes(step.gap);
            if (step.isEnd) {
                return new Mould(
                        stretch.toByteArray(),
                        values,
                        Mould.Then.END,
                        null,
                        0,
                        Mould.NONE,
                        new Likeness(likenesses++, varying));
            }
            if (step.unit != null) {
                values = joined(values, step.values, stretch.size());
                stretch.writeBytes(step.unit);
                if (step.next.size() == 1) {
                    step = step.next.get(0);
                    continue;
                }
            }
            Mould[] next = compile(step.next, withHole(varying, step));
            return next.length == 0
                    ? null
                    : new Mould(
                            stretch.toByteArray(),
                            values,
                            step.unit == null ? Mould.Then.HOLE : Mould.Then.BRANCH,
                            step.node,
                            step.depth,
                            next,
                            null);
        }
    }

    private static BitSet withHole(BitSet varying, Step step) {
        if (step.unit != null || step.node == null) {
            return varying;
        }
        BitSet more = (BitSet) varying.clone();
        step.node.mark(more);
        return more;
    }

    private static int[] joined(int[] before, int[] more, int shift) {
        int[] all = Arrays.copyOf(before, before.length + more.length);
        for (int i = 0; i < more.length; i++) {
            all[before.length + i] = more[i] + (i % Mould.CELLS == 1 ? shift : 0);
        }
        return all;
    }
}
