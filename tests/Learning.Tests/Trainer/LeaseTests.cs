using Microsoft.Extensions.Time.Testing;
using MusicGen.Trainer;

namespace MusicGen.Learning.Tests.Trainer;

public sealed class LeaseTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Holds_BeforeTheFirstStep_ForTenMinutes()
    {
        var lease = new Lease(TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(10), _clock);

        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.True(lease.Holds);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(lease.Holds);
    }

    [Fact]
    public void Holds_OfAWorkerThatIsHeard_AsLongAsItIs()
    {
        var lease = Working();

        for (var number = 1; number <= 100; number++)
        {
            _clock.Advance(TimeSpan.FromSeconds(50));
            lease.Say(number);
            lease.Renew(number);
        }

        Assert.True(lease.Holds);
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.False(lease.Holds);
    }

    [Fact]
    public void Renew_ReadLongAfterTheWorkerSpoke_CountsFromWhenItSpoke()
    {
        var lease = Working();
        lease.Say(1);
        _clock.Advance(TimeSpan.FromHours(1)); // stopped, with the answer in the pipe

        lease.Renew(1);

        Assert.False(lease.Holds);
    }

    [Fact]
    public void Silence_OfAWorkerWhoseStepsTakeLong_IsTenOfThem()
    {
        var lease = Working();

        for (var step = 0; step < 300; step++) Step(lease, 20);

        Assert.Equal(200, lease.Silence.TotalSeconds, 0.1);
    }

    [Fact]
    public void Silence_AfterManyPartsOfAnEvaluation_IsStillThatOfTheSteps()
    {
        var lease = new Lease(TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(10), _clock);
        Step(lease, 70);

        for (var part = 0; part < 2000; part++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            lease.Work(isStep: false);
        }

        Assert.Equal(700, lease.Silence.TotalSeconds, 0.1);
    }

    [Fact]
    public void Silence_WhereOneStepInFiveTakesLong_IsTenOfThose()
    {
        var lease = Working();

        for (var step = 0; step < 300; step++) Step(lease, step % 5 == 0 ? 30 : 1);

        Assert.Equal(300, lease.Silence.TotalSeconds, 0.1);
    }

    [Fact]
    public void Write_OfMuch_AllowsForTheTimeThatASlowStoreTakes()
    {
        var lease = Working();

        Assert.False(lease.Write(1_000_000));
        Assert.True(lease.Write(2_000_000_000));
        Assert.Equal(400, lease.Silence.TotalSeconds, 0.1);
        Assert.False(lease.Write(0));
        Assert.Equal(60, lease.Silence.TotalSeconds, 0.1);
    }

    [Fact]
    public void Silence_AfterOneLongPause_IsStillTheLease()
    {
        var lease = Working();

        Step(lease, 55);

        Assert.Equal(60, lease.Silence.TotalSeconds, 0.5);
    }

    /// <summary>One whose steps take a tenth of a second.</summary>
    private Lease Working()
    {
        var lease = new Lease(TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(10), _clock);
        for (var step = 0; step < 100; step++) Step(lease, 0.1);
        lease.Say(0);
        lease.Renew(0);
        return lease;
    }

    private void Step(Lease lease, double seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        lease.Work(isStep: true);
    }
}
