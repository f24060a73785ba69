/** Deployments on the wire. */
@NullMarked
package dev.ingot.api.deployment;

import org.jspecify.annotations.NullMarked;
