package io.picket.match;

import io.picket.condition.Condition;
import io.picket.condition.Field;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

public final class MatchPlan {
    public static Optional<String> refusal(Condition condition) {
        return Refusal.of(condition);
    }

    public static Set<Field> fields(Collection<Condition> conditions) {
        Set<Field> f = new LinkedHashSet<>();
        for (Condition c : conditions) {
            for (Condition p : Evaluator.chain(c)) io.picket.condition.Conditions.fields(p, f::add);
        }
        return f;
    }
}
