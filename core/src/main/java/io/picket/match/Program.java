package io.picket.match;

import java.util.Arrays;

/**
 * The conditions of a plan as decision code: each instruction asks one test and jumps, so that and, or and not cost
 * nothing and no stack is needed.
 *
 * <p>An instruction is three ints: the test, where to go if it holds, where to go if not. Tests are the leaves by number,
 * and behind them the conjunctions that several conditions share, whose answers are worth remembering.
 */
final class Program {

    static final int ACCEPT = -1;
    static final int REJECT = -2;

    /** The instructions. */
    final int[] code;

    /** By condition: where its code starts, or the answer itself. */
    final int[] entries;

    final Leaf[] leaves;

    /** By test minus the number of leaves: where the shared conjunction's code starts. */
    final int[] shared;

    private Program(int[] code, int[] entries, Leaf[] leaves, int[] shared) {
        this.code = code;
        this.entries = entries;
        this.leaves = leaves;
        this.shared = shared;
    }

    /** @param roots by condition: what refers to it in the graph */
    static Program of(Graph graph, int[] roots) {
        return new Writer(graph).write(roots);
    }

    /** Writes code from the back: what an instruction jumps to is there before it. */
    private static final class Writer {

        private final Graph graph;
        private final int leafCount;
        private final int[] testOf;
        private final IntArray code = new IntArray();

        Writer(Graph graph) {
            this.graph = graph;
            this.leafCount = graph.leaves().size();
            this.testOf = new int[graph.nodeCount()];
        }

        Program write(int[] roots) {
            IntArray sharedNodes = findShared(roots);
            int[] shared = new int[sharedNodes.size()];
            for (int i = 0; i < shared.length; i++) {
                shared[i] = body(sharedNodes.get(i), ACCEPT, REJECT);
            }
            int[] entries = new int[roots.length];
            for (int i = 0; i < roots.length; i++) {
                entries[i] = write(roots[i], ACCEPT, REJECT);
            }
            return new Program(code.toArray(), entries, graph.leaves().toArray(new Leaf[0]), shared);
        }

        /** Gives a test of its own to every conjunction that stands in more than one place. */
        private IntArray findShared(int[] roots) {
            int[] uses = new int[graph.nodeCount()];
            for (int node = 0; node < graph.nodeCount(); node++) {
                for (int ref : graph.parts(node)) {
                    uses[Graph.node(ref)]++;
                }
            }
            for (int root : roots) {
                uses[Graph.node(root)]++;
            }
            IntArray shared = new IntArray();
            Arrays.fill(testOf, -1);
            for (int node = 0; node < graph.nodeCount(); node++) {
                if (graph.isLeaf(node)) {
                    testOf[node] = graph.leafOf(node);
                } else if (uses[node] > 1 && graph.parts(node).length > 1) {
                    testOf[node] = leafCount + shared.size();
                    shared.add(node);
                }
            }
            return shared;
        }

        /** Where the code starts that goes to {@code yes} or {@code no} by what the reference says. */
        private int write(int ref, int yes, int no) {
            int node = Graph.node(ref);
            int whenTrue = Graph.negated(ref) ? no : yes;
            int whenFalse = Graph.negated(ref) ? yes : no;
            if (testOf[node] < 0) {
                return body(node, whenTrue, whenFalse);
            }
            int at = code.size();
            code.add(testOf[node]);
            code.add(whenTrue);
            code.add(whenFalse);
            return at;
        }

        private int body(int node, int yes, int no) {
            int[] parts = graph.parts(node);
            int next = yes;
            for (int i = parts.length - 1; i >= 0; i--) {
                next = write(parts[i], next, no);
            }
            return next;
        }
    }
}
