using Microsoft.Extensions.Time.Testing;
using MusicGen.Grains.Sessions;

namespace MusicGen.Grains.Tests.Sessions;

public sealed class ProgressPaceTests
{
    private readonly FakeTimeProvider _clock = new();
    private int _saved;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(32, 1)]
    [InlineData(64, 2)]
    [InlineData(1024, 32)]
    public async Task KeepAsync_ManyTunes_SavesNoMoreThan32TimesASecondInAll(int tunes, int seconds)
    {
        var pace = new ProgressPace(_clock, () => tunes);

        _clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
        await pace.KeepAsync(SaveAsync);
        Assert.Equal(0, _saved);
        _clock.Advance(TimeSpan.FromTicks(1));
        await pace.KeepAsync(SaveAsync);
        await pace.KeepAsync(SaveAsync);

        Assert.Equal(1, _saved);
    }

    [Fact]
    public async Task KeepAsync_OthersHaveEnded_SavesAfterASecond()
    {
        var tunes = 1024;
        var pace = new ProgressPace(_clock, () => tunes);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await pace.KeepAsync(SaveAsync);

        tunes = 1;
        await pace.KeepAsync(SaveAsync);

        Assert.Equal(1, _saved);
    }

    private Task SaveAsync()
    {
        _saved++;
        return Task.CompletedTask;
    }
}
