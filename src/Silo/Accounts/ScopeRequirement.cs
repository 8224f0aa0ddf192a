using Microsoft.AspNetCore.Authorization;

namespace MusicGen.Silo.Accounts;

/// <summary>Requires the scope that the endpoint needs.</summary>
internal sealed class ScopeRequirement : AuthorizationHandler<ScopeRequirement>, IAuthorizationRequirement
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        if (context.Resource is HttpContext http && http.GetEndpoint() is { } endpoint
            && (ScopeNeeded.Of(endpoint.Metadata, http.Request.Method).Scope is not { } scope || context.User.May(scope))) context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
