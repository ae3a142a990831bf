package io.picket.alert;

import java.util.LinkedHashMap;
import java.util.Map;

public final class ThresholdEvidence {
    private ThresholdEvidence() {}

    public static Map<String, Object> of(ThresholdSightings sightings) {
        return new LinkedHashMap<>();
    }
}
