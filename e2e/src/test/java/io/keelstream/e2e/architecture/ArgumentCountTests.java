package io.keelstream.e2e.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.suite.Essential;
import org.junit.jupiter.api.Test;

/** No call passes so many values by position that two of them can trade places unseen. */
@AnyCluster
@Essential
class ArgumentCountTests {

    private static final int MOST = 7;

    /** What the compiler adds to a call of an enum's constructor: the constant's name and its place. */
    private static final int ADDED_TO_ENUMS = 2;

    @Test
    void noCallHasMoreThanSevenArguments() {
        JavaClasses product = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("io.keelstream");
        noClasses()
                .should()
                .callCodeUnitWhere(DescribedPredicate.describe(
                        "it has more than " + MOST + " arguments", ArgumentCountTests::hasTooManyArguments))
                .because(
                        "nobody sees which is which; group them in records with names, or add a method that changes one")
                .check(product);
    }

    private static boolean hasTooManyArguments(JavaCall<?> call) {
        boolean ours = call.getTargetOwner().getPackageName().startsWith("io.keelstream");
        int added = call.getTargetOwner().isEnum() ? ADDED_TO_ENUMS : 0;
        return ours && call.getTarget().getRawParameterTypes().size() - added > MOST;
    }
}
