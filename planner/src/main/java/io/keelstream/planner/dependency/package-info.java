/**
 * What a target waits for in other targets, and who waits for whom. It sees what other targets publish of themselves, and neither their
 * records nor any cluster.
 */
@NullMarked
package io.keelstream.planner.dependency;

import org.jspecify.annotations.NullMarked;
