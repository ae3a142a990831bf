package io.picket.kql;

import io.picket.condition.Case;
import io.picket.condition.Cidr;
import io.picket.condition.CidrSet;
import io.picket.condition.Condition;
import io.picket.condition.Condition.Always;
import io.picket.condition.Condition.AnyField;
import io.picket.condition.Condition.AnyWord;
import io.picket.condition.Condition.In;
import io.picket.condition.Condition.InBlocks;
import io.picket.condition.Condition.Like;
import io.picket.condition.Condition.Nested;
import io.picket.condition.Condition.Never;
import io.picket.condition.Field;
import io.picket.condition.Literal;
import io.picket.condition.WildcardPattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * And, or and not without needless parts: flat, constants folded, and the values that one field may have gathered into
 * one leaf, so that a list of hundreds is one look-up.
 */
final class Junctions {

    private Junctions() {}

    static Condition and(List<Condition> parts) {
        List<Condition> flat = new ArrayList<>();
        for (Condition part : parts) {
            if (part instanceof Never) {
                return part;
            }
            if (part instanceof Condition.And(List<Condition> inner)) {
                flat.addAll(inner);
            } else if (!(part instanceof Always)) {
                flat.add(part);
            }
        }
        return Condition.and(flat);
    }

    static Condition not(Condition part) {
        if (part instanceof Always) {
            return Condition.NEVER;
        }
        return part instanceof Never ? Condition.ALWAYS : Condition.not(part);
    }

    static Condition or(List<Condition> parts) {
        List<Condition> flat = new ArrayList<>();
        for (Condition part : parts) {
            if (part instanceof Always) {
                return part;
            }
            if (part instanceof Condition.Or(List<Condition> inner)) {
                flat.addAll(inner);
            } else if (!(part instanceof Never)) {
                flat.add(part);
            }
        }
        return Condition.or(gathered(flat));
    }

    /** Leaves that differ in their values only. */
    private record Alike(Class<?> kind, Object of) {}

    private static @Nullable Alike alike(Condition condition) {
        return switch (condition) {
            case In in ->
                new Alike(
                        In.class, List.of(in.field(), in.letters(), in.values().getFirst() instanceof Literal.Ip));
            case Like like -> new Alike(Like.class, List.of(like.field(), like.letters()));
            case InBlocks in -> new Alike(InBlocks.class, in.field());
            case AnyWord any -> new Alike(AnyWord.class, any.field());
            case Nested nested -> new Alike(Nested.class, nested.path());
            case AnyField any when any.forField() instanceof FoundField -> new Alike(AnyField.class, any.names());
            default -> null;
        };
    }

    private static List<Condition> gathered(List<Condition> parts) {
        Map<Object, List<Condition>> groups = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            Alike alike = alike(parts.get(i));
            Object key = alike == null ? i : alike;
            groups.computeIfAbsent(key, absent -> new ArrayList<>()).add(parts.get(i));
        }
        addressesToBlocks(groups);
        List<Condition> gathered = new ArrayList<>();
        for (List<Condition> group : groups.values()) {
            gathered.add(group.size() == 1 ? group.getFirst() : one(group));
        }
        return gathered;
    }

    /** Single addresses listed beside blocks are blocks of one. */
    private static void addressesToBlocks(Map<Object, List<Condition>> groups) {
        for (Object key : List.copyOf(groups.keySet())) {
            if (key instanceof Alike(Class<?> kind, Object field) && kind == InBlocks.class) {
                Alike addresses = new Alike(In.class, List.of(field, Case.SENSITIVE, true));
                List<Condition> single = groups.remove(addresses);
                List<Condition> blocks = groups.get(key);
                if (single != null && blocks != null) {
                    single.forEach(in -> blocks.add(new InBlocks((Field) field, CidrSet.of(blocks(in)))));
                }
            }
        }
    }

    private static List<Cidr> blocks(Condition condition) {
        return switch (condition) {
            case InBlocks in -> in.blocks().ranges();
            case In in -> {
                List<Cidr> blocks = new ArrayList<>();
                for (Literal value : in.values()) {
                    if (value instanceof Literal.Ip(var address)) {
                        blocks.add(new Cidr(address, address));
                    }
                }
                yield blocks;
            }
            default -> throw new IllegalArgumentException("addresses only, not " + condition);
        };
    }

    private static Condition one(List<Condition> group) {
        return switch (group.getFirst()) {
            case In first -> {
                LinkedHashSet<Literal> values = new LinkedHashSet<>();
                group.forEach(part -> values.addAll(((In) part).values()));
                yield new In(first.field(), List.copyOf(values), first.letters());
            }
            case Like first -> {
                LinkedHashSet<WildcardPattern> patterns = new LinkedHashSet<>();
                group.forEach(part -> patterns.addAll(((Like) part).patterns()));
                yield new Like(first.field(), List.copyOf(patterns), first.letters());
            }
            case InBlocks first -> {
                List<Cidr> blocks = new ArrayList<>();
                group.forEach(part -> blocks.addAll(blocks(part)));
                yield new InBlocks(first.field(), CidrSet.of(blocks));
            }
            case AnyWord first -> {
                LinkedHashSet<String> words = new LinkedHashSet<>();
                group.forEach(part -> words.addAll(((AnyWord) part).words()));
                yield new AnyWord(first.field(), List.copyOf(words));
            }
            case Nested first -> {
                List<Condition> inner = new ArrayList<>();
                group.forEach(part -> inner.add(((Nested) part).part()));
                yield new Nested(first.path(), or(inner));
            }
            case AnyField first -> {
                List<Asked> asked = new ArrayList<>();
                group.forEach(part -> asked.addAll(((FoundField) ((AnyField) part).forField()).asked()));
                FoundField found = (FoundField) first.forField();
                yield new AnyField(first.names(), new FoundField(asked, found.types()));
            }
            default -> throw new IllegalArgumentException("nothing to gather in " + group);
        };
    }
}
