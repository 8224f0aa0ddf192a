using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.IdentityModel.Tokens;
using MusicGen.Contracts.Accounts;
using MusicGen.Grains.Ownership;

namespace MusicGen.Silo.Accounts;

/// <summary>Makes sure who asks before anything is done for them.</summary>
internal static class AccountsRegistration
{
    /// <summary>Chooses between keys and tokens.</summary>
    private const string EitherScheme = "either";

    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    public static IServiceCollection AddAccounts(this IServiceCollection services, AccountsOptions options)
    {
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusedRequests>().AddSingleton<OwnersRoom>();
        services.AddAuthorizationBuilder().SetDefaultPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new ScopeRequirement()).Build());
        if (!options.SignIn)
        {
            services.AddAuthentication(EmbeddedSignIn.SchemeName).AddScheme<AuthenticationSchemeOptions, EmbeddedSignIn>(EmbeddedSignIn.SchemeName, null);
            return services;
        }
        services.AddSingleton<KeyCheck>().AddSingleton<RememberedKeys>().AddSingleton<FailedTries>();
        var schemes = services.AddAuthentication(options.Jwt is null ? KeySignIn.SchemeName : EitherScheme).AddScheme<AuthenticationSchemeOptions, KeySignIn>(KeySignIn.SchemeName, null);
        if (options.Jwt is { } jwt)
        {
            schemes.AddPolicyScheme(EitherScheme, null, either => either.ForwardDefaultSelector =
                http => KeySignIn.Of(http.Request) is null && http.Request.Headers.Authorization.Count > 0 ? JwtBearerDefaults.AuthenticationScheme : KeySignIn.SchemeName);
            schemes.AddJwtBearer(bearer => Configure(bearer, jwt));
        }
        return services;
    }

    /// <summary>From here on a request has its owner, and grains are called in that owner's name.</summary>
    /// <param name="app">The service.</param>
    /// <param name="limit">Bounds how often an owner asks; between knowing who asks and doing what is asked.</param>
    public static void UseAccounts(this WebApplication app, Action<WebApplication> limit)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        limit(app);
        app.Use((http, next) => InOwnersNameAsync(http, next));
    }

    /// <summary>Says what the caller needs, other than what the method alone would say.</summary>
    public static T Needs<T>(this T endpoints, KeyScope? scope)
        where T : IEndpointConventionBuilder => endpoints.WithMetadata(new ScopeNeeded(scope));

    /// <summary>Not in the service's own name, ever: an endpoint that was mapped without authorization would reach everybody's grains.</summary>
    private static async Task InOwnersNameAsync(HttpContext http, RequestDelegate next)
    {
        CallingOwner.Set(http.User.FindOwner() ?? CallingOwner.Nobody);
        await next(http);
    }

    private static void Configure(JwtBearerOptions bearer, JwtOptions jwt)
    {
        bearer.MapInboundClaims = false;
        bearer.IncludeErrorDetails = false;
        bearer.Audience = jwt.Audience;
        if (jwt.Authority is { Length: > 0 } authority)
        {
            bearer.Authority = authority;
            bearer.RequireHttpsMetadata = authority.StartsWith(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase); // or this machine's own: JwtOptions takes no other
        }
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAudience = jwt.Audience,
            ValidIssuer = string.IsNullOrWhiteSpace(jwt.Issuer) ? null : jwt.Issuer,
            ClockSkew = ClockSkew,
        };
        if (jwt.KeyBytes() is { } key)
        {
            bearer.TokenValidationParameters.IssuerSigningKey = new SymmetricSecurityKey(key);
            bearer.TokenValidationParameters.ValidAlgorithms = [SecurityAlgorithms.HmacSha256, SecurityAlgorithms.HmacSha384, SecurityAlgorithms.HmacSha512];
        }
        bearer.Events = new JwtBearerEvents
        {
            OnTokenValidated = context =>
            {
                if (TokenOwner.Of(context.Principal!, jwt.RoleClaim, JwtBearerDefaults.AuthenticationScheme) is { } owner) context.Principal = owner;
                else context.Fail("The token does not say whose it is.");
                return Task.CompletedTask;
            },
        };
    }
}
