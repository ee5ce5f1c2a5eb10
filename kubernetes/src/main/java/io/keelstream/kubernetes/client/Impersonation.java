package io.keelstream.kubernetes.client;

import java.util.regex.Pattern;

/**
 * As which account requests are sent on behalf of a target. Only the target's namespace decides it, which is checked: no other
 * text from Git gets into the account's name.
 *
 * @param account the user of Kubernetes, where {@value #NAMESPACE} stands for the target's namespace, e.g. {@code
 *     system:serviceaccount:{namespace}:deployer}
 */
public record Impersonation(String account) {

    /** Stands for the target's namespace. */
    public static final String NAMESPACE = "{namespace}";

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern ACCOUNT = Pattern.compile("[!-~&&[^{}]]+");

    /**
     * As whom a planner asks. The admission policy of the chart takes nothing but dry runs from accounts that begin alike, so
     * that acting as one can never write.
     */
    public static final Impersonation OF_PLANS = new Impersonation("keelstream-plan:" + NAMESPACE);

    /** Throws {@link IllegalArgumentException}, with what is allowed, when no account can have the name. */
    public Impersonation {
        if (!ACCOUNT.matcher(account.replace(NAMESPACE, "namespace")).matches()) {
            throw new IllegalArgumentException("impersonate is \"" + account
                    + "\"; it must be the name of a user, in which " + NAMESPACE
                    + " stands for the target's namespace, e.g. system:serviceaccount:" + NAMESPACE + ":deployer");
        }
    }

    /**
     * The account for a target.
     *
     * @param namespace the target's namespace
     * @return failed where no namespace has that name, and nothing may be sent
     */
    ApiResult<String> of(String namespace) {
        return LABEL.matcher(namespace).matches()
                ? new ApiResult.Ok<>(account.replace(NAMESPACE, namespace))
                : new ApiResult.Failed<>(ApiErrors.permanent("a target whose namespace is \"" + namespace
                        + "\" has no account to act as (impersonate: " + account
                        + "); give it the name of a namespace"));
    }
}
