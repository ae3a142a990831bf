package io.picket.match;

import io.picket.condition.Condition;
import io.picket.condition.Condition.Always;
import io.picket.condition.Condition.And;
import io.picket.condition.Condition.Never;
import io.picket.condition.Condition.Not;
import io.picket.condition.Condition.Or;
import io.picket.condition.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All conditions of a plan as one graph, in which what is said twice stands once.
 *
 * <p>What: a node is a leaf or a conjunction; a reference to a node is its number doubled, plus one if it is negated. A
 * disjunction is a negated conjunction of negated parts, so and, or and not need one kind of node, and conditions that De
 * Morgan would call the same are the same. Node 0 is the empty conjunction, which always holds. INVARIANT: a node's parts
 * have lower numbers than the node, so a loop over the numbers sees parts first.
 *
 * <p>Parts stand in the order in which they are best asked: by cost over the chance to be done after it.
 */
final class Graph {

    static final int TRUE = 0;
    static final int FALSE = 1;

    private static final int[] NO_PARTS = {};
    private static final int NO_LEAF = -1;

    /** A conjunction's cost beyond this no longer changes the order. */
    private static final double COST_MAX = 1e9;

    private final LeafCompiler compiler;
    private final Map<Condition, Integer> leafRefs = new HashMap<>();
    private final Map<List<Integer>, Integer> conjunctions = new HashMap<>();
    private final List<Leaf> leaves = new ArrayList<>();
    private final List<int[]> parts = new ArrayList<>();
    private final IntArray leafOf = new IntArray();
    private final List<Double> chance = new ArrayList<>();
    private final List<Double> cost = new ArrayList<>();

    Graph(LeafCompiler compiler) {
        this.compiler = compiler;
        conjunctions.put(List.of(), newNode(NO_PARTS, NO_LEAF, 1, 0));
    }

    /** Takes up a condition, whose depth {@link Refusal} has limited, and says what refers to it. */
    int add(Condition condition) {
        return switch (condition) {
            case Always always -> TRUE;
            case Never never -> FALSE;
            case And and -> {
                IntArray refs = new IntArray();
                Evaluator.chain(and).forEach(part -> refs.add(add(part)));
                yield and(refs);
            }
            case Or or -> {
                IntArray refs = new IntArray();
                Evaluator.chain(or).forEach(part -> refs.add(not(add(part))));
                yield not(and(refs));
            }
            case Not(Condition part) -> not(add(part));
            default -> leaf(condition);
        };
    }

    static int not(int ref) {
        return ref ^ 1;
    }

    static int node(int ref) {
        return ref >> 1;
    }

    static boolean negated(int ref) {
        return (ref & 1) != 0;
    }

    int nodeCount() {
        return parts.size();
    }

    /** The references of a conjunction; empty for a leaf. */
    int[] parts(int node) {
        return parts.get(node);
    }

    boolean isLeaf(int node) {
        return leafOf.get(node) != NO_LEAF;
    }

    /** The number of the leaf that the node is. */
    int leafOf(int node) {
        return leafOf.get(node);
    }

    List<Leaf> leaves() {
        return leaves;
    }

    private int leaf(Condition condition) {
        Integer known = leafRefs.get(condition);
        if (known != null) {
            return known;
        }
        IntArray refs = new IntArray();
        for (Leaf leaf : compiler.compile(condition)) {
            leaves.add(leaf);
            refs.add(not(2 * newNode(NO_PARTS, leaves.size() - 1, chance(leaf), leaf.cost)));
        }
        int ref = not(and(refs));
        leafRefs.put(condition, ref);
        return ref;
    }

    private double chance(Leaf leaf) {
        double chance = leaf.keys.length == 0 && !leaf.exact ? 0.5 : 0;
        for (int key : leaf.keys) {
            chance += compiler.keys().share(key);
        }
        return Math.min(chance, 0.95);
    }

    private int and(IntArray refs) {
        int[] distinct = refs.distinct();
        IntArray kept = new IntArray();
        for (int i = 0; i < distinct.length; i++) {
            int ref = distinct[i];
            if (ref == FALSE || i > 0 && distinct[i - 1] == not(ref) && negated(ref)) {
                return FALSE;
            }
            if (ref != TRUE) {
                kept.add(ref);
            }
        }
        if (kept.size() == 1) {
            return kept.get(0);
        }
        List<Integer> sorted =
                new ArrayList<>(Arrays.stream(kept.toArray()).boxed().toList());
        sorted.sort(Comparator.comparingDouble(this::rank).thenComparing(Comparator.naturalOrder()));
        Integer known = conjunctions.get(sorted);
        if (known == null) {
            double all = 1;
            double spent = 0;
            for (int ref : sorted) {
                spent += all * cost.get(node(ref));
                all *= chanceOf(ref);
            }
            int[] array = sorted.stream().mapToInt(Integer::intValue).toArray();
            known = newNode(array, NO_LEAF, all, Math.min(spent, COST_MAX));
            conjunctions.put(sorted, known);
        }
        return 2 * known;
    }

    private double chanceOf(int ref) {
        double of = chance.get(node(ref));
        return negated(ref) ? 1 - of : of;
    }

    private double rank(int ref) {
        return cost.get(node(ref)) / Math.max(1 - chanceOf(ref), 0.001);
    }

    private int newNode(int[] refs, int leaf, double holds, double dear) {
        parts.add(refs);
        leafOf.add(leaf);
        chance.add(holds);
        cost.add(dear);
        return parts.size() - 1;
    }
}
