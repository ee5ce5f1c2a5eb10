/** What tenants of an installation may have in clusters. Pure. */
@NullMarked
package io.keelstream.kubernetes.tenant;

import org.jspecify.annotations.NullMarked;
