/** Hooks: Jobs and Pods that a release runs at certain points, as plans and running releases speak of them. */
@NullMarked
package io.keelstream.contracts.hook;

import org.jspecify.annotations.NullMarked;
