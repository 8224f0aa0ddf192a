using Microsoft.Extensions.Time.Testing;
using MusicGen.Grains.Nodes;

namespace MusicGen.Grains.Tests.Nodes;

public sealed class StartBackoffTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly StartBackoff _backoff;

    public StartBackoffTests() => _backoff = new StartBackoff(_clock);

    [Fact]
    public void IsOn_BeforeAnyFailure_IsFalse() => Assert.False(_backoff.IsOn);

    [Fact]
    public void Fail_AgainAndAgain_DoublesThePauseUpToAMinute()
    {
        foreach (var seconds in new[] { 2, 4, 8, 16, 32, 60, 60 })
        {
            _backoff.Fail();

            _clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.True(_backoff.IsOn);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.False(_backoff.IsOn);
        }
    }

    [Fact]
    public void Succeed_EndsThePauseAndTheNextBeginsAnew()
    {
        for (var time = 0; time < 5; time++) _backoff.Fail();

        _backoff.Succeed();

        Assert.False(_backoff.IsOn);
        _backoff.Fail();
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.False(_backoff.IsOn);
    }
}
