using System.Collections.Concurrent;
using MusicGen.Grains.Accounts;

namespace MusicGen.Silo.Accounts;

/// <summary>Keys that were good a moment ago, so that not every request asks a grain. Safe for concurrent use.</summary>
/// <remarks>A key that is revoked is good for so long still on a silo that has just seen it. One that expires is not.</remarks>
internal sealed class RememberedKeys(TimeProvider clock)
{
    /// <summary>How long one is remembered.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(5);

    /// <summary>Some megabytes; when there are as many, all are forgotten.</summary>
    public const int Most = 10_000;

    private readonly ConcurrentDictionary<string, (VerifiedKey Key, DateTimeOffset Until)> _keys = new(StringComparer.Ordinal);

    /// <param name="hash">Of the whole key.</param>
    public VerifiedKey? Find(string hash) => _keys.TryGetValue(hash, out var kept) && clock.GetUtcNow() < kept.Until ? kept.Key : null;

    /// <param name="hash">Of the whole key.</param>
    /// <param name="key">It has just been verified.</param>
    public void Add(string hash, VerifiedKey key)
    {
        if (_keys.Count >= Most) _keys.Clear();
        var until = clock.GetUtcNow() + Memory;
        _keys[hash] = (key, until < key.ExpiresAt ? until : key.ExpiresAt);
    }
}
