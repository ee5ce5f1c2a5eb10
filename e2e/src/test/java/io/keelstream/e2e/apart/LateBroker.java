package io.keelstream.e2e.apart;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.admin.CreateAclsOptions;
import org.apache.kafka.clients.admin.CreateAclsResult;
import org.apache.kafka.clients.admin.DescribeAclsOptions;
import org.apache.kafka.clients.admin.DescribeAclsResult;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourcePatternFilter;

/**
 * A broker that follows its controller late: after rights were granted, it answers some questions for rights as if there were
 * none. Used by one thread.
 */
final class LateBroker extends ForwardingAdmin {

    private static final AclBindingFilter NOTHING = new AclBindingFilter(
            ResourcePatternFilter.ANY,
            new AccessControlEntryFilter("User:nobody", null, AclOperation.ANY, AclPermissionType.ANY));

    private final int answers;
    private int late;

    /** @param answers how many answers are late after each grant */
    LateBroker(Map<String, Object> client, int answers) {
        super(client);
        this.answers = answers;
    }

    @Override
    public CreateAclsResult createAcls(Collection<AclBinding> acls, CreateAclsOptions options) {
        late = answers;
        return super.createAcls(acls, options);
    }

    @Override
    public DescribeAclsResult describeAcls(AclBindingFilter filter, DescribeAclsOptions options) {
        return late-- > 0 ? super.describeAcls(NOTHING, options) : super.describeAcls(filter, options);
    }
}
