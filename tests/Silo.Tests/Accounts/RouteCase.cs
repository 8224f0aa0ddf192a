using MusicGen.Contracts.Accounts;

namespace MusicGen.Silo.Tests.Accounts;

/// <summary>What is expected of one route.</summary>
/// <param name="Route">Method and pattern.</param>
/// <param name="Path">An address of the route's that names the owner's things.</param>
/// <param name="Scope">What it needs; null: to sign in is enough.</param>
/// <param name="Owner">Status for the owner of those things.</param>
/// <param name="Other">Status for everybody else who has the scope: 404 where the path or body names something.</param>
/// <param name="Body">Of the request.</param>
internal sealed record RouteCase(string Route, Func<SignInSilo, string> Path, KeyScope? Scope, int Owner, int Other, Func<SignInSilo, HttpContent>? Body = null)
{
    public HttpMethod Method => new(Route.Split(' ')[0]);
}
