using Microsoft.Extensions.Options;
using MusicGen.Contracts;

namespace MusicGen.Grains.Composing;

/// <summary>The places for tunes on this silo, in all and for each owner: who gets none is told so before anything is done. Safe for concurrent use.</summary>
internal sealed class ComposingPlaces(IOptions<ComposingOptions> options, TimeProvider clock)
{
    private const int LongestWaitSeconds = 60;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _byOwner = new(StringComparer.Ordinal);
    private readonly ReturnRate _returned = new(clock);
    private int _taken;

    /// <summary>Places that are taken.</summary>
    public int Taken
    {
        get
        {
            lock (_gate) return _taken;
        }
    }

    /// <summary>Takes places, all or none.</summary>
    /// <returns>Why there are none; null: they are taken.</returns>
    public Problem? Take(string owner, int count)
    {
        lock (_gate)
        {
            var owners = _byOwner.GetValueOrDefault(owner);
            if (owners + count > options.Value.TunesPerOwner)
            {
                return Refuse(
                    ProblemKind.TooMany, "too-many-tunes", $"You have {owners:N0} tunes being composed on this node, and {options.Value.TunesPerOwner:N0} are the most at once",
                    owners + count - options.Value.TunesPerOwner);
            }
            if (_taken + count > options.Value.Tunes)
            {
                return Refuse(
                    ProblemKind.Busy, "composing-busy", $"This node composes {_taken:N0} tunes, and {options.Value.Tunes:N0} are the most at once",
                    _taken + count - options.Value.Tunes);
            }
            ChangeLocked(owner, count);
            return null;
        }
    }

    /// <summary>Gives places back, or takes some whether or not there are any left.</summary>
    /// <param name="owner">Whose they are.</param>
    /// <param name="difference">Below zero: given back.</param>
    public void Change(string owner, int difference)
    {
        lock (_gate) ChangeLocked(owner, difference);
    }

    private void ChangeLocked(string owner, int difference)
    {
        _taken += difference;
        PlacesMeter.Change(difference);
        if ((_byOwner[owner] = _byOwner.GetValueOrDefault(owner) + difference) == 0) _byOwner.Remove(owner);
        if (difference < 0) _returned.Add(-difference);
    }

    /// <param name="kind">Whose limit it is.</param>
    /// <param name="code">The problem's code.</param>
    /// <param name="reason">A sentence without its end.</param>
    /// <param name="missing">How many places must be given back first.</param>
    private Problem Refuse(ProblemKind kind, string code, string reason, int missing)
    {
        var seconds = Math.Clamp((int)Math.Ceiling(missing / Math.Max(_returned.PerSecond, 1e-3)), 1, LongestWaitSeconds);
        return new Problem(kind, code, $"{reason}: try again in {seconds} s.", RetryAfterSeconds: seconds);
    }
}
