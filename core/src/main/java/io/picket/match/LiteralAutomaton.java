package io.picket.match;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Which of many literals occur in a text: Aho and Corasick's automaton as one table.
 *
 * <p>What: for every field one automaton over the folded literals of its wildcard patterns. One step a byte, whatever the
 * number of literals. Why a full table: following failure links at run time costs twice as much, and bytes fall into few
 * classes (those that no literal holds are one), so the table stays small. Upper-case ASCII has the class of its lower
 * case, so an ASCII text need not be folded first; any other text must be. Where a text begins and ends is read as well, as
 * two bytes that no text holds: a literal with {@link #BEGIN} before it is found only there, and asks for more. Cost: one
 * load a byte, states × classes × 4 bytes, at most {@link #CELLS_MAX} cells; literals beyond that are not taken up.
 */
@HotPath("runs over every byte of command lines, paths and the like: MatchBenchmark")
final class LiteralAutomaton {

    /** Stands before the first byte of a text. Like {@link #END} it is no byte of UTF-8. */
    static final byte BEGIN = (byte) 0xFF;

    /** Stands behind the last byte of a text. */
    static final byte END = (byte) 0xFE;

    /** Longest literal that is kept whole, in bytes; of a longer one its end is sought, which asks for less. */
    static final int LITERAL_BYTES_MAX = 16;

    /** Largest table, in cells of four bytes. */
    static final int CELLS_MAX = 8_000_000;

    private final byte[] classes;
    private final int classCount;

    /** Row of a state: the rows it goes to by class. States are numbered by the start of their row. */
    private final int[] table;

    /** By state number / classCount: where its outputs start; a state's outputs end where the next one's start. */
    private final int[] outputStart;

    private final int[] outputs;
    private final int begin;

    private LiteralAutomaton(byte[] classes, int classCount, int[] table, int[] outputStart, int[] outputs) {
        this.classes = classes;
        this.classCount = classCount;
        this.table = table;
        this.outputStart = outputStart;
        this.outputs = outputs;
        this.begin = step(0, BEGIN);
    }

    /** Where a text begins: what {@link #step} says of {@link #BEGIN}, which ends no literal. */
    int begin() {
        return begin;
    }

    /** Reads on from a state. The result is a state, or {@code ~state} if literals end here. */
    int step(int state, byte b) {
        return table[state + (classes[b & 0xFF] & 0xFF)];
    }

    int outputsFrom(int state) {
        return outputStart[state / classCount];
    }

    int outputsTo(int state) {
        return outputStart[state / classCount + 1];
    }

    int output(int i) {
        return outputs[i];
    }

    /** Collects literals; each gets what stands for it. */
    static final class Builder {

        private final List<int[]> next = new ArrayList<>();
        private final List<List<Integer>> found = new ArrayList<>();
        private final byte[] classes = new byte[256];
        private int classCount = 1;

        Builder() {
            newState();
        }

        boolean isEmpty() {
            return next.size() == 1;
        }

        /** The part of a folded literal that is sought. */
        static byte[] cut(byte[] folded) {
            return folded.length <= LITERAL_BYTES_MAX
                    ? folded
                    : Arrays.copyOfRange(folded, folded.length - LITERAL_BYTES_MAX, folded.length);
        }

        /** Whether one more literal fits the table. */
        boolean hasRoom() {
            return (long) (next.size() + LITERAL_BYTES_MAX) * 128 < CELLS_MAX;
        }

        void add(byte[] literal, int key) {
            int state = 0;
            for (byte b : literal) {
                int kind = classOf(b);
                int[] row = next.get(state);
                if (kind >= row.length) {
                    row = Arrays.copyOf(row, Math.max(kind + 1, row.length * 2));
                    next.set(state, row);
                }
                if (row[kind] == 0) {
                    row[kind] = newState();
                }
                state = row[kind];
            }
            found.get(state).add(key);
        }

        private int newState() {
            next.add(new int[4]);
            found.add(new ArrayList<>(0));
            return next.size() - 1;
        }

        private int classOf(byte b) {
            int at = b & 0xFF;
            if (classes[at] == 0) {
                // Literals hold folded text: no byte of theirs is upper-case ASCII, so 230 classes are the most.
                classes[at] = (byte) classCount++;
                if (at >= 'a' && at <= 'z') {
                    classes[at - 32] = classes[at];
                }
            }
            return classes[at] & 0xFF;
        }

        LiteralAutomaton build() {
            int states = next.size();
            int[] table = new int[states * classCount];
            int[] failure = new int[states];
            List<List<Integer>> all = new ArrayList<>(found);
            Deque<Integer> open = new ArrayDeque<>();
            open.add(0);
            while (!open.isEmpty()) {
                int state = open.remove();
                int[] row = next.get(state);
                for (int kind = 0; kind < classCount; kind++) {
                    int child = kind < row.length ? row[kind] : 0;
                    int fallBack = state == 0 ? 0 : table[failure[state] * classCount + kind];
                    if (child == 0) {
                        table[state * classCount + kind] = fallBack;
                    } else {
                        table[state * classCount + kind] = child;
                        failure[child] = fallBack;
                        open.add(child);
                        all.set(child, joined(found.get(child), all.get(fallBack)));
                    }
                }
            }
            return pack(table, all);
        }

        private static List<Integer> joined(List<Integer> own, List<Integer> inherited) {
            if (inherited.isEmpty()) {
                return own;
            }
            List<Integer> both = new ArrayList<>(own);
            both.addAll(inherited);
            return both;
        }

        private LiteralAutomaton pack(int[] table, List<List<Integer>> all) {
            int[] outputStart = new int[all.size() + 1];
            for (int state = 0; state < all.size(); state++) {
                outputStart[state + 1] = outputStart[state] + all.get(state).size();
            }
            int[] outputs = new int[outputStart[all.size()]];
            int at = 0;
            for (List<Integer> keys : all) {
                for (int key : keys) {
                    outputs[at++] = key;
                }
            }
            for (int cell = 0; cell < table.length; cell++) {
                int target = table[cell];
                table[cell] = all.get(target).isEmpty() ? target * classCount : ~(target * classCount);
            }
            byte[] own = classes.clone();
            return new LiteralAutomaton(own, classCount, table, outputStart, outputs);
        }
    }
}
