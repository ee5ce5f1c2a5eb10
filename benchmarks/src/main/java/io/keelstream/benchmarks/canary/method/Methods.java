package io.keelstream.benchmarks.canary.method;

import java.util.List;

/** The methods that are compared. Stateless. */
public final class Methods {

    /** The name of ours in the report. */
    public static final String OURS = "Keelstream";

    /** The name of our whole releases in the report. */
    public static final String RELEASES = "Keelstream, whole releases";

    private Methods() {}

    /** Ours in every regime; the others know no history and are run once. */
    public static List<Method> of(Regime regime) {
        return switch (regime) {
            case FIRST ->
                List.of(
                        new SequentialMethod(regime),
                        new ReleaseMethod(regime),
                        KayentaMethod.threeWindows(),
                        KayentaMethod.everyTenMinutes(),
                        ThresholdMethod.flagger(),
                        ThresholdMethod.argoRollouts());
            case HISTORY -> List.of(new SequentialMethod(regime), new ReleaseMethod(regime));
        };
    }
}
