/** The tenants of an installation: which folders are theirs, and what these may deploy. Pure. */
@NullMarked
package io.keelstream.gitwatcher.tenant;

import org.jspecify.annotations.NullMarked;
