/** Where each object of a bundle is in its cluster: kinds, scopes and namespaces. */
@NullMarked
package io.keelstream.planner.resolve;

import org.jspecify.annotations.NullMarked;
