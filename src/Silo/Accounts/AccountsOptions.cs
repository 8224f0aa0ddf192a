using MusicGen.Grains.Accounts;

namespace MusicGen.Silo.Accounts;

/// <summary>Who may sign in, and how.</summary>
public sealed class AccountsOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Accounts";

    /// <summary>Whether everybody must sign in. It is so in any case where there is one of the settings below. Default false.</summary>
    public bool Required { get; set; }

    /// <summary>Hashes of the operators' keys, as <c>MusicGen.Silo key</c> prints them. With such a key one makes the owners' keys. Default: none.</summary>
    public IReadOnlyList<string> OperatorKeyHashes { get; set; } = [];

    /// <summary>Keys that are no keys, or no longer, that an address may try within a minute; each costs a look into the store. Default 30.</summary>
    public int FailedTriesPerMinute { get; set; } = 30;

    /// <summary>
    /// Addresses, or networks such as <c>10.244.0.0/16</c>, of the proxies before the service: theirs is the word on whom a request comes from (<c>X-Forwarded-For</c>) and
    /// whether by https (<c>X-Forwarded-Proto</c>). Each must add to the header whom it was asked by. Default: none, and whoever connects is who asks.
    /// </summary>
    public IReadOnlyList<string> Proxies { get; set; } = [];

    /// <summary>Tokens of another service's sign-in. Default: none are taken.</summary>
    public JwtOptions? Jwt { get; set; }

    /// <summary>Whether there is a sign-in at all; without one, the service has one owner and serves its own machine.</summary>
    public bool SignIn => Required || OperatorKeyHashes.Count > 0 || Jwt is not null;

    /// <summary>Every fault of these options; empty when they can be used.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (var (index, hash) in OperatorKeyHashes.Index().Where(one => !AccountKey.IsHash(one.Item)))
            yield return $"{Section}:{nameof(OperatorKeyHashes)}:{index} must be the hash of a key, 64 lower-case hexadecimal digits: 'MusicGen.Silo key' makes both.";
        if (FailedTriesPerMinute is < 1 or > 1_000_000) yield return $"{Section}:{nameof(FailedTriesPerMinute)} must be 1 to 1,000,000.";
        foreach (var (index, proxy) in Proxies.Index().Where(one => KnownProxies.NetworkOf(one.Item) is null))
            yield return $"{Section}:{nameof(Proxies)}:{index} must be the address of a proxy, or a network of them and not of everybody, such as 10.244.0.0/16: '{proxy}' is none.";
        foreach (var fault in Jwt?.Faults() ?? []) yield return fault;
    }
}
