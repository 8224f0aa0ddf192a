using MusicGen.Contracts.Accounts;

namespace MusicGen.Silo.Accounts;

/// <summary>What an endpoint's caller must be allowed to do.</summary>
/// <param name="Scope">Null: to sign in is enough.</param>
internal sealed record ScopeNeeded(KeyScope? Scope)
{
    /// <summary>As the endpoint says, or, where it says nothing: to look needs <see cref="KeyScope.Read"/>, all else <see cref="KeyScope.Write"/>.</summary>
    public static ScopeNeeded Of(EndpointMetadataCollection metadata, string method) =>
        metadata.GetMetadata<ScopeNeeded>() ?? new ScopeNeeded(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? KeyScope.Read : KeyScope.Write);
}
