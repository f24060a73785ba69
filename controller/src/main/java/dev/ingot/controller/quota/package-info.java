/** Quotas: limits of orgs and spaces. */
@NullMarked
package dev.ingot.controller.quota;

import org.jspecify.annotations.NullMarked;
