using System.Net;
using Microsoft.Extensions.Time.Testing;
using MusicGen.Silo.Clustering;

namespace MusicGen.Silo.Tests.Clustering;

/// <summary>One silo, web-1, that looks for others on its store.</summary>
public sealed class StrangersTests : IDisposable
{
    private static readonly SiloAddress Own = At(1, generation: 50);

    private readonly BeaconFolder _folder = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly Strangers _strangers;
    private IReadOnlyList<MembershipEntry> _rows = Active(Own);

    public StrangersTests() => _strangers = new Strangers(_folder.Store, _folder.Options, _clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Find_OneThatGoesOnSpeaking_TellsOfItAndThenGivesWayToTheOlder()
    {
        var found = await RoundsAsync(Strangers.WordsToGiveWay + 1, ("far", At(2, generation: 49)));

        Assert.All(found.Take(Strangers.WordsToTell), Assert.Null);
        Assert.All(found.Skip(Strangers.WordsToTell), second => Assert.Equal(["far"], second!.Silos));
        Assert.All(found.SkipLast(1), second => Assert.NotEqual(true, second?.GivesWay));
        Assert.True(found[^1]!.GivesWay);
    }

    [Theory]
    [InlineData(51, 1, 1, false)] // younger
    [InlineData(51, 3, 1, false)]
    [InlineData(49, 1, 2, false)] // older, but fewer: perhaps its clock is wrong
    [InlineData(49, 2, 2, true)]
    [InlineData(49, 3, 2, true)]
    public async Task Find_ASecondCluster_GivesWayToTheOlderOneUnlessThatIsSmaller(int generation, int theirs, int ours, bool givesWay)
    {
        _rows = Active([Own, .. Enumerable.Range(1, ours - 1).Select(number => At(10 + number, generation: 60))]);
        var others = Enumerable.Range(0, theirs).Select(number => ($"far-{number}", (SiloAddress?)At(20 + number, generation + number))).ToArray();

        var found = await RoundsAsync(Strangers.WordsToGiveWay + 1, others);

        Assert.Equal((theirs, givesWay), (found[^1]!.Silos.Count, found[^1]!.GivesWay));
    }

    /// <summary>Each silo decides by itself: whatever the ages, the two sides never both go, and with as many members on each side one does.</summary>
    [Theory]
    [InlineData(50, 50)]
    [InlineData(50, 51)]
    [InlineData(51, 50)]
    public async Task Find_OnBothSides_SendsOneAway(int generation, int other)
    {
        var (one, two) = (At(1, generation), At(2, other));
        _rows = Active(one);
        var isFirstSent = (await RoundsAsync(Strangers.WordsToGiveWay + 1, ("far", two)))[^1]!.GivesWay;
        using var folder = new BeaconFolder();
        var strangers = new Strangers(folder.Store, folder.Options, _clock);
        SecondCluster? found = null;
        for (var round = 0; round <= Strangers.WordsToGiveWay; round++)
        {
            await folder.SayAsync("far", one);
            await strangers.ListenAsync(Token);
            found = strangers.Find(Active(two));
        }

        Assert.NotEqual(isFirstSent, found!.GivesWay);
    }

    [Fact]
    public async Task Find_MembersAndTheJoiningAndTheDead_AreNoStrangers()
    {
        var (member, dead) = (At(2, generation: 1), At(3, generation: 2));
        _rows = [.. Active(Own, member), new MembershipEntry { SiloAddress = dead, Status = SiloStatus.Dead }];

        var found = await RoundsAsync(Strangers.WordsToGiveWay + 5, ("web-2", member), ("web-3", dead), ("web-4", null));

        Assert.All(found, Assert.Null);
    }

    [Fact]
    public async Task Find_OneThatWasForgottenAndIsKnownAgain_IsNoStranger()
    {
        var other = At(2, generation: 1);
        await RoundsAsync(Strangers.WordsToTell - 1, ("web-2", other));
        _rows = Active(Own, other);
        await RoundsAsync(2, ("web-2", other));
        _rows = Active(Own);

        Assert.Null((await RoundsAsync(Strangers.WordsToTell, ("web-2", other)))[^1]);
    }

    [Fact]
    public async Task Find_AStrangerThatFallsSilent_IsGoneWhenItsTimeIsOver()
    {
        Assert.NotNull((await RoundsAsync(Strangers.WordsToTell + 1, ("far", At(2, generation: 1))))[^1]);

        _clock.Advance(BeaconWatch.Silence);

        Assert.Null((await RoundsAsync(1))[^1]);
    }

    [Fact]
    public async Task Find_AMemberThatAnotherProcessOfAnotherClusterReplaced_IsAStranger()
    {
        var member = At(2, generation: 1);
        _rows = Active(Own, member);
        await RoundsAsync(2, ("web-2", member));
        _rows = [.. Active(Own), new MembershipEntry { SiloAddress = member, Status = SiloStatus.Dead }];

        Assert.Equal(["web-2"], (await RoundsAsync(Strangers.WordsToTell + 2, ("web-2", At(3, generation: 9))))[^1]!.Silos);
    }

    [Fact]
    public async Task Listen_ToMembersThatAreKnown_ReadsNothing()
    {
        var members = Enumerable.Range(2, 5).Select(number => ($"web-{number}", (SiloAddress?)At(number, number))).ToArray();
        _rows = Active([Own, .. members.Select(member => member.Item2!)]);
        await RoundsAsync(2, members);
        foreach (var (silo, member) in members) await _folder.SayAsync(silo, member);
        var before = _folder.Reads;

        await _strangers.ListenAsync(Token);

        Assert.Equal(before, _folder.Reads);
    }

    [Fact]
    public async Task Listen_WhileTheStoreServesAFewReadsATime_ComesToItsEnd()
    {
        var members = Enumerable.Range(2, 5).Select(number => ($"web-{number}", Member: At(number, number))).ToArray();
        _rows = Active([Own, .. members.Select(member => member.Member)]);

        for (var round = 0; round < 2; round++)
        {
            await SpeakAsync();
            await Assert.ThrowsAsync<IOException>(() => _strangers.ListenAsync(Token));
            Assert.Null(_strangers.Find(_rows));
        }
        await SpeakAsync();
        await _strangers.ListenAsync(Token);

        Assert.Equal(1, _folder.ReadsLeft); // two, two, and the last of five

        async Task SpeakAsync()
        {
            _folder.ReadsLeft = int.MaxValue;
            foreach (var (silo, member) in members) await _folder.SayAsync(silo, member);
            _folder.ReadsLeft = 2;
        }
    }

    [Fact]
    public async Task Find_AStrangerWhoseBeaconIsGone_IsGoneAtOnce()
    {
        Assert.NotNull((await RoundsAsync(Strangers.WordsToTell + 1, ("far", At(2, generation: 1))))[^1]);

        await _folder.Blobs.DeleteAsync("cluster/musicgen/far", cancellationToken: Token);

        Assert.Null((await RoundsAsync(1))[^1]);
    }

    /// <summary>As many rounds of the watch, before each of which the others speak once.</summary>
    private async Task<List<SecondCluster?>> RoundsAsync(int rounds, params (string Silo, SiloAddress? Member)[] others)
    {
        List<SecondCluster?> found = [];
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (silo, member) in others) await _folder.SayAsync(silo, member);
            await _strangers.ListenAsync(Token);
            found.Add(_strangers.Find(_rows));
            _clock.Advance(BeaconKeeper.Interval);
        }
        return found;
    }

    private static SiloAddress At(int host, int generation) => SiloAddress.New(new IPEndPoint(IPAddress.Parse($"10.0.0.{host}"), 11111), generation);

    private static List<MembershipEntry> Active(params SiloAddress[] members) => [.. members.Select(member => new MembershipEntry { SiloAddress = member, Status = SiloStatus.Active })];
}
