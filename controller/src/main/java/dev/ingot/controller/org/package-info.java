/** Orgs: the tenants. Each owns spaces, private domains and roles, and has a quota. */
@NullMarked
package dev.ingot.controller.org;

import org.jspecify.annotations.NullMarked;
