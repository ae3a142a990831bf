package io.picket.detect;

import io.picket.condition.Condition;
import io.picket.condition.Conditions;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.condition.MovingConditions;
import io.picket.detect.ThreatKeys.Taken;
import io.picket.event.FieldTable;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody.MappingEntry;
import io.picket.rule.RuleBody.ThreatMatchBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A rule's threat mapping over the slots of a field table: an indicator matches an event if some group says so. */
record ThreatMapping(List<Group> groups) {

    /**
     * One comparison.
     *
     * @param number its place in the rule, counted through all groups
     * @param pair the number of its two fields, the same in every group that compares them
     */
    record Entry(
            int number,
            int pair,
            String field,
            String value,
            int eventSlot,
            FieldType eventType,
            int indicatorSlot,
            FieldType indicatorType) {

        /** Whether both fields hold whole values, so that of several in an indicator the first is compared. */
        boolean isExact() {
            return isExact(eventType) && isExact(indicatorType);
        }

        private static boolean isExact(FieldType type) {
            return type == FieldType.IP || type.isKeywordLike();
        }
    }

    /**
     * Comparisons that must all hold.
     *
     * @param side the number of the first group that files indicators in the same way: under the same fields of theirs,
     *     read as the same types
     * @param equal entries whose fields must be equal; at least one
     * @param unequal entries whose fields must not be
     */
    record Group(int side, List<Entry> equal, List<Entry> unequal) {
        Group {
            equal = List.copyOf(equal);
            unequal = List.copyOf(unequal);
        }

        /** Which of an indicator's values an entry compares: elsewhere than alone, several say nothing. */
        Taken taken(Entry entry) {
            return equal.size() == 1 && unequal.isEmpty() && entry.isExact() ? Taken.FIRST : Taken.SINGLE;
        }

        private List<Object> indicatorSide() {
            List<Object> side = new ArrayList<>();
            for (Entry entry : equal) {
                side.add(entry.value());
                side.add(entry.eventType());
                side.add(taken(entry));
            }
            return side;
        }
    }

    ThreatMapping {
        groups = List.copyOf(groups);
    }

    static ThreatMapping of(ThreatMatchBody body, FieldTable table, FieldTypes types) {
        List<Group> groups = new ArrayList<>();
        Map<List<String>, Integer> places = new HashMap<>();
        int number = 0;
        for (List<MappingEntry> entries : body.mapping()) {
            List<Entry> equal = new ArrayList<>();
            List<Entry> unequal = new ArrayList<>();
            for (MappingEntry entry : entries) {
                (entry.negate() ? unequal : equal)
                        .add(new Entry(
                                number,
                                places.computeIfAbsent(List.of(entry.field(), entry.value()), unseen -> places.size()),
                                entry.field(),
                                entry.value(),
                                table.slot(entry.field()),
                                types.typeOf(entry.field()),
                                table.slot(entry.value()),
                                types.typeOf(entry.value())));
                number++;
            }
            if (!equal.isEmpty()) {
                groups.add(new Group(sideOf(new Group(groups.size(), equal, unequal), groups), equal, unequal));
            }
        }
        return new ThreatMapping(groups);
    }

    private static int sideOf(Group group, List<Group> before) {
        for (Group other : before) {
            if (other.indicatorSide().equals(group.indicatorSide())) {
                return other.side();
            }
        }
        return group.side();
    }

    /** By slot, which fields of an event are asked for once it is known to be one of the rule's. */
    static boolean[] kept(Rule rule, Condition condition, ThreatMatchBody body, FieldTable table) {
        boolean[] kept = new boolean[table.size()];
        Set<String> names = new LinkedHashSet<>();
        body.mapping().forEach(group -> group.forEach(entry -> names.add(entry.field())));
        rule.suppression().ifPresent(asked -> names.addAll(asked.groupBy()));
        Conditions.fields(MovingConditions.movingPart(condition), field -> names.add(field.name()));
        for (String name : names) {
            if (table.slot(name) != FieldTable.NONE) {
                kept[table.slot(name)] = true;
            }
        }
        return kept;
    }

    /** Every field it names, of events and of indicators. */
    static Set<String> fields(ThreatMatchBody body) {
        Set<String> fields = new LinkedHashSet<>();
        body.mapping()
                .forEach(group -> group.forEach(entry -> {
                    fields.add(entry.field());
                    fields.add(entry.value());
                }));
        return fields;
    }

    /** How many entries there are; their numbers are 0 to this. */
    int entryCount() {
        return groups.stream()
                        .flatMap(group ->
                                java.util.stream.Stream.concat(group.equal().stream(), group.unequal().stream()))
                        .mapToInt(Entry::number)
                        .max()
                        .orElse(-1)
                + 1;
    }
}
