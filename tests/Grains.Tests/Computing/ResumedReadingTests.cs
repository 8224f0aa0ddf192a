using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MusicGen.Grains.Computing;

namespace MusicGen.Grains.Tests.Computing;

/// <summary>Streams whose nodes are lost.</summary>
public sealed class ResumedReadingTests
{
    private readonly HurriedClock _clock = new();
    private readonly List<long> _opened = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Exception> Losses { get; } = [new EnumerationAbortedException(), new SiloUnavailableException(), new TimeoutException()];

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Read_LostOnTheWay_GoesOnBehindTheLastItem(Exception loss)
    {
        var read = await ReadAsync(from => Numbers(from, 10, loss, lostAt: from + 3)).ToListAsync(Token);

        Assert.Equal([3, 4, 5, 6, 7, 8, 9, 10], read);
        Assert.Equal([3, 6, 9], _opened);
    }

    [Fact]
    public async Task Read_ThatNeverComesBack_GivesUpAfterHalfAMinute()
    {
        var begun = _clock.GetUtcNow();

        await Assert.ThrowsAsync<SiloUnavailableException>(async () => await ReadAsync(from => Numbers(from, 10, new SiloUnavailableException(), lostAt: from)).ToListAsync(Token));

        Assert.InRange(_clock.GetUtcNow() - begun, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task Read_LostAfterALongSilence_IsOpenedAgain()
    {
        var losses = 0;

        var read = await ReadAsync(from => losses++ < 3 ? Silent(TimeSpan.FromMinutes(10)) : Numbers(from, 4, null, 0)).ToListAsync(Token);

        Assert.Equal([3, 4], read);
    }

    [Fact]
    public async Task Read_AnotherFailure_IsNotHidden() =>
        await Assert.ThrowsAsync<FormatException>(async () => await ReadAsync(from => Numbers(from, 10, new FormatException(), lostAt: 5)).ToListAsync(Token));

    private IAsyncEnumerable<long> ReadAsync(Func<long, IAsyncEnumerable<long>> open) => ResumedReading.ReadAsync(
        from =>
        {
            _opened.Add(from);
            return open(from);
        },
        item => item, 3, _clock, NullLogger.Instance, Token);

    private static async IAsyncEnumerable<long> Numbers(long from, long to, Exception? loss, long lostAt, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var number = from; number <= to; number++)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            if (number == lostAt && loss is not null) throw loss;
            yield return number;
        }
    }

    /// <summary>Has nothing to say for long, and is lost then.</summary>
    private async IAsyncEnumerable<long> Silent(TimeSpan time)
    {
        _clock.Advance(time);
        await Task.Yield();
        if (time > TimeSpan.Zero) throw new SiloUnavailableException();
        yield return 0;
    }

    /// <summary>A clock on which whoever waits is the only one to pass the time.</summary>
    private sealed class HurriedClock : FakeTimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Advance(dueTime);
            return timer;
        }
    }
}
