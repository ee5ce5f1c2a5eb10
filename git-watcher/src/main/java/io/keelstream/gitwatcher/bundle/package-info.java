/**
 * From rendered objects to one checked, digested bundle per target. Core.
 */
@NullMarked
package io.keelstream.gitwatcher.bundle;

import org.jspecify.annotations.NullMarked;
