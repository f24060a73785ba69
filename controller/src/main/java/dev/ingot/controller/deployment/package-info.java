/** Deployments: moving a started app to another droplet while it serves. */
@NullMarked
package dev.ingot.controller.deployment;

import org.jspecify.annotations.NullMarked;
