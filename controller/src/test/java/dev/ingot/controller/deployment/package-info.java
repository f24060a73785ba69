/** Tests of deployments. */
@NullMarked
package dev.ingot.controller.deployment;

import org.jspecify.annotations.NullMarked;
