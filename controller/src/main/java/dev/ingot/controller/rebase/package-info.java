/**
 * Rebases: droplets get another run image without a build, in waves of rolling deployments. {@link dev.ingot.controller.rebase.Rebases} is what
 * users do; {@link dev.ingot.controller.rebase.RebaseLoop} on the leader does the rest from what the database says.
 */
@NullMarked
package dev.ingot.controller.rebase;

import org.jspecify.annotations.NullMarked;
