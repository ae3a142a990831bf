package io.picket.match;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes partitions: reduces every condition by what a kind of event is known to show, and picks for the rest the keys
 * without one of which it cannot be met.
 *
 * <p>What: one pass over the graph, parts first. Each node gets true, false or open, and, for holding and for failing,
 * the least share of events that show a key it needs. A conjunction needs the keys of its best part; a disjunction those
 * of all its parts. A share of 1 stands for "no keys are known". INVARIANT (candidates ⊇ matches): a condition that is
 * open with a share below 1 is filed under keys one of which every event shows that meets it. Cost: one pass over some
 * ten thousand nodes, a millisecond, once or twice for each kind of event.
 */
final class Partitioner {

    /** Most keys that tell kinds of events apart. */
    static final int COMMON_MAX = 256;

    private static final int WORDS_MAX = COMMON_MAX / 64;

    private static final byte OPEN = 0;
    private static final byte HOLDS = 1;
    private static final byte FAILS = 2;
    private static final float NO_KEYS = 1;

    private final Graph graph;
    private final Keys keys;
    private final int[] roots;
    private final int slots;

    /** By key: its bit in the signature of an event, or -1 if it is not common. */
    final short[] commonBit;

    /** How many longs a signature has. */
    final int signatureWords;

    private final byte[] state;
    private final float[] shares;
    private final float[] toHold;
    private final float[] toFail;
    private final int[] pick;

    Partitioner(Graph graph, Keys keys, int[] roots, int slots) {
        this.graph = graph;
        this.keys = keys;
        this.roots = roots;
        this.slots = slots;
        this.commonBit = commonBits();
        this.signatureWords = WORDS_MAX;
        this.state = new byte[graph.nodeCount()];
        this.shares = new float[keys.count()];
        this.toHold = new float[graph.nodeCount()];
        this.toFail = new float[graph.nodeCount()];
        this.pick = new int[graph.nodeCount()];
    }

    /** The keys that are looked up in tables, common, and most used. */
    private short[] commonBits() {
        int[] uses = new int[keys.count()];
        for (Leaf leaf : graph.leaves()) {
            for (int key : leaf.keys) {
                uses[key]++;
            }
        }
        List<Integer> common = IntStream.range(0, uses.length)
                .filter(key -> uses[key] > 0 && keys.share(key) >= Frequencies.COMMON)
                .filter(key -> (keys.way(key) & (Keys.TEXT | Keys.FOLD | Keys.NUMBER)) != 0)
                .boxed()
                .sorted((a, b) -> Integer.compare(uses[b], uses[a]))
                .limit(COMMON_MAX)
                .toList();
        short[] bits = new short[keys.count()];
        Arrays.fill(bits, (short) -1);
        for (int bit = 0; bit < common.size(); bit++) {
            bits[common.get(bit)] = (short) bit;
        }
        return bits;
    }

    /**
     * The partition for events that come in an index which offers them to these conditions.
     *
     * @param signature the bits of the common keys that the events show, or null if nothing is known of them
     * @param sample what some of the events show, or null if none have been seen
     */
    Partition partition(BitSet offered, long @Nullable [] signature, @Nullable Sample sample) {
        for (int key = 0; key < shares.length; key++) {
            shares[key] = keys.share(key);
        }
        if (sample != null) {
            sample.correct(shares);
        }
        for (int node = 0; node < graph.nodeCount(); node++) {
            if (graph.isLeaf(node)) {
                reduceLeaf(node, graph.leaves().get(graph.leafOf(node)), signature);
            } else {
                reduceConjunction(node);
            }
        }
        IntArray always = new IntArray();
        Filing filing = new Filing(signature);
        for (int condition = offered.nextSetBit(0); condition >= 0; condition = offered.nextSetBit(condition + 1)) {
            int ref = roots[condition];
            byte known = stateOf(ref);
            if (known == HOLDS || known == OPEN && share(ref, true) >= NO_KEYS) {
                always.add(condition);
            } else if (known == OPEN) {
                filing.file(ref, true, condition);
            }
        }
        return new Partition(slots, always.toArray(), filing.pairs(), keys);
    }

    private byte stateOf(int ref) {
        byte known = state[Graph.node(ref)];
        return known == OPEN || !Graph.negated(ref) ? known : known == HOLDS ? FAILS : HOLDS;
    }

    /** The share of events that show a key without which the reference cannot hold (or fail). */
    private float share(int ref, boolean holds) {
        return holds != Graph.negated(ref) ? toHold[Graph.node(ref)] : toFail[Graph.node(ref)];
    }

    private static boolean shows(long[] signature, int bit) {
        return (signature[bit >> 6] >>> bit & 1) != 0;
    }

    private void reduceLeaf(int node, Leaf leaf, long @Nullable [] signature) {
        boolean shown = false;
        int open = 0;
        float share = 0;
        for (int key : leaf.keys) {
            int bit = commonBit[key];
            if (signature != null && bit >= 0) {
                shown |= shows(signature, bit);
            } else {
                open++;
                share += shares[key];
            }
        }
        boolean informed = leaf.exact || leaf.keys.length > 0;
        state[node] = leaf.exact && shown ? HOLDS : informed && !shown && open == 0 ? FAILS : OPEN;
        toHold[node] = shown || !informed ? NO_KEYS : Math.min(share, NO_KEYS);
        toFail[node] = NO_KEYS;
    }

    private void reduceConjunction(int node) {
        byte known = HOLDS;
        float best = NO_KEYS;
        float sum = 0;
        int bestPart = -1;
        for (int part : graph.parts(node)) {
            byte partKnown = stateOf(part);
            if (partKnown == FAILS) {
                known = FAILS;
                break;
            }
            if (partKnown == OPEN) {
                known = OPEN;
                float share = share(part, true);
                if (share < best) {
                    best = share;
                    bestPart = part;
                }
                sum += share(part, false);
            }
        }
        state[node] = known;
        toHold[node] = best;
        toFail[node] = Math.min(sum, NO_KEYS);
        pick[node] = bestPart;
    }

    /** Collects which key finds which condition. */
    private final class Filing {

        private final long @Nullable [] signature;
        private long[] pairs = new long[256];
        private int count;

        Filing(long @Nullable [] signature) {
            this.signature = signature;
        }

        void file(int ref, boolean holds, int condition) {
            int node = Graph.node(ref);
            boolean wanted = holds != Graph.negated(ref);
            if (graph.isLeaf(node)) {
                for (int key : graph.leaves().get(graph.leafOf(node)).keys) {
                    if (signature == null || commonBit[key] < 0) {
                        add((long) key << 32 | condition);
                    }
                }
            } else if (wanted) {
                file(pick[node], true, condition);
            } else {
                for (int part : graph.parts(node)) {
                    if (stateOf(part) == OPEN) {
                        file(part, false, condition);
                    }
                }
            }
        }

        private void add(long pair) {
            if (count == pairs.length) {
                pairs = Arrays.copyOf(pairs, count * 2);
            }
            pairs[count++] = pair;
        }

        long[] pairs() {
            return Arrays.stream(pairs, 0, count).distinct().toArray();
        }
    }
}
