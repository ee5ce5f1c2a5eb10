/**
 * What an object's own annotations ask for, in Keelstream's words and in those of Argo CD, Flux and Helm.
 */
@NullMarked
package io.keelstream.planner.annotation;

import org.jspecify.annotations.NullMarked;
