using MusicGen.Grains.Training.Scheduling;

namespace MusicGen.Grains.Tests.Training.Scheduling;

public sealed class ScheduleOptionsTests
{
    [Fact]
    public void Faults_Defaults_AreNone() => Assert.Empty(new ScheduleOptions().Faults());

    [Fact]
    public void Faults_EveryOptionTooSmall_AreAllThere()
    {
        var options = new ScheduleOptions();
        var names = typeof(ScheduleOptions).GetProperties().Select(property =>
        {
            property.SetValue(options, TimeSpan.FromTicks(-1));
            return property.Name;
        }).ToArray();

        Assert.Equal(names.Order(), options.Faults().Select(fault => fault.Split(' ')[0]["Queue:".Length..]).Order());
    }

    [Fact]
    public void Faults_OptionTooLarge_SaysItsRange() =>
        Assert.Equal(["Queue:UsageHalfLife must be 00:01:00 to 366 days."], new ScheduleOptions { UsageHalfLife = TimeSpan.FromDays(367) }.Faults());
}
