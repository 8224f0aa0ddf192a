using MusicGen.Contracts;

namespace MusicGen.Grains.Accounts;

/// <summary>How many things an owner may have.</summary>
/// <remarks>
/// What is there is read from the store; what is about to be there is remembered until it was made, or cannot be any more. Calls take turns, so two things that are made at the same
/// moment do not both get the last place. What is remembered is lost with the activation: then, and only then, an owner may get some more.
/// </remarks>
internal sealed partial class AccountGrain
{
    /// <summary>A call that makes something has failed by then.</summary>
    private static readonly TimeSpan LongestMaking = TimeSpan.FromSeconds(30);

    private readonly Dictionary<(CountedThing Thing, string Id), long> _beingMade = [];

    public async Task<Problem?> TakePlace(CountedThing thing, string id)
    {
        if (limits.Value.Of(thing) is not { } most) return null;
        foreach (var made in _beingMade.Where(made => clock.GetElapsedTime(made.Value) >= LongestMaking).ToList()) _beingMade.Remove(made.Key);
        // One more than allowed, since this one may be among them.
        var there = await things.ListAsync(thing, Owner, most + 1);
        there.UnionWith(_beingMade.Keys.Where(made => made.Thing == thing).Select(made => made.Id));
        if (there.Contains(id)) return null;
        if (there.Count >= most) return Full(thing, most);
        _beingMade.Add((thing, id), clock.GetTimestamp());
        return null;
    }

    public Task ReturnPlace(CountedThing thing, string id)
    {
        _beingMade.Remove((thing, id));
        return Task.CompletedTask;
    }

    private static Problem Full(CountedThing thing, int most) => thing switch
    {
        CountedThing.Corpus => new Problem(ProblemKind.Conflict, "too-many-corpora", $"An owner has at most {most:N0} corpora here: delete one."),
        CountedThing.Session => new Problem(ProblemKind.Conflict, "too-many-sessions", $"An owner has at most {most:N0} sessions here: delete one."),
        _ => new Problem(ProblemKind.TooMany, "too-many-trainings", $"At most {most:N0} trainings of an owner wait or run here: pause or cancel one, or wait until one has ended.", RetryAfterSeconds: 60),
    };
}
