using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MusicGen.Contracts;
using MusicGen.Grains.Composing;

namespace MusicGen.Grains.Tests.Composing;

public sealed class ComposingPlacesTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Take_BeyondTheOwnersPlaces_IsTheOwnersToWaitFor()
    {
        var places = Places(tunes: 10, ofOwner: 4);
        using var taken = new HeldPlaces(places, "ann");
        Assert.Null(taken.Take(3));

        var refused = places.Take("ann", 2)!;

        Assert.Equal((ProblemKind.TooMany, "too-many-tunes"), (refused.Kind, refused.Code));
        Assert.StartsWith("You have 3 tunes being composed on this node, and 4 are the most at once: try again in ", refused.Detail, StringComparison.Ordinal);
        Assert.Null(places.Take("bob", 4));
        taken.Dispose();
        Assert.Null(places.Take("ann", 4));
    }

    [Fact]
    public void Take_BeyondAllPlaces_IsBusyAndTakesNone()
    {
        var places = Places(tunes: 10, ofOwner: 8);
        Assert.Null(places.Take("ann", 8));

        var refused = places.Take("bob", 3)!;

        Assert.Equal((ProblemKind.Busy, "composing-busy"), (refused.Kind, refused.Code));
        Assert.Equal(8, places.Taken);
        Assert.Null(places.Take("bob", 2));
    }

    [Fact]
    public void Keep_OfTunesThatWereAcceptedBefore_IsNeverRefused()
    {
        var places = Places(tunes: 2, ofOwner: 1);
        using var session = new HeldPlaces(places, "ann");

        session.Keep(4);

        Assert.Equal((4, 4), (places.Taken, session.Count));
        Assert.NotNull(places.Take("bob", 1));
        session.Keep(1);
        Assert.Null(places.Take("bob", 1));
    }

    [Fact]
    public void Dispose_Twice_GivesBackOnce()
    {
        var places = Places(tunes: 10, ofOwner: 10);
        HeldPlaces kept = new(places, "ann"), taken = new(places, "ann");
        Assert.Null(kept.Take(2));
        Assert.Null(taken.Take(3));

        taken.Dispose();
        taken.Dispose();

        taken.Keep(1); // a call that ends late
        Assert.Equal(2, places.Taken);
        kept.Dispose();
        Assert.Equal(0, places.Taken);
        Assert.Throws<ObjectDisposedException>(() => kept.Take(1));
    }

    [Fact]
    public void Take_Refused_SaysWhenPlacesWillHaveComeBackAsTheyDidLately()
    {
        var places = Places(tunes: 4, ofOwner: 4);
        for (var i = 0; i < 200; i++)
        {
            places.Change("ann", 1);
            places.Change("ann", -1);
            _clock.Advance(TimeSpan.FromSeconds(0.5)); // two a second
        }
        places.Change("ann", 4);

        Assert.Equal(2, places.Take("ann", 3)!.RetryAfterSeconds); // three places, at two a second
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(60, places.Take("ann", 3)!.RetryAfterSeconds);
    }

    private ComposingPlaces Places(int tunes, int ofOwner) => new(Options.Create(new ComposingOptions { Tunes = tunes, TunesPerOwner = ofOwner }), _clock);
}
