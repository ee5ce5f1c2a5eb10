package io.keelstream.benchmarks.canary.method;

import java.util.List;
import java.util.stream.Stream;

/** The methods that are compared. Stateless. */
public final class Methods {

    /** The name of ours in the report. */
    public static final String OURS = "Keelstream";

    /** The name of our whole releases in the report. */
    public static final String RELEASES = "Keelstream, whole releases";

    private Methods() {}

    /** What is compared: ours in every regime; the others know no history and are run once. */
    public static List<Method> of(Regime regime) {
        return switch (regime) {
            case FIRST ->
                List.of(
                        new SequentialMethod(regime),
                        KayentaMethod.threeWindows(),
                        KayentaMethod.everyTenMinutes(),
                        ThresholdMethod.flagger(),
                        ThresholdMethod.argoRollouts());
            case HISTORY -> List.of(new SequentialMethod(regime));
        };
    }

    /** What is measured: what is compared, and our whole releases. */
    public static List<Method> measured(Regime regime) {
        return Stream.concat(of(regime).stream(), Stream.of(new ReleaseMethod(regime)))
                .toList();
    }
}
