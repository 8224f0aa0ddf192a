using MusicGen.Learning.Devices;
using MusicGen.Trainer;
using MusicGen.Trainer.Devices;
using MusicGen.Trainer.Pipes;

if (args is ["--devices"])
{
    Console.WriteLine(DeviceList.ToJson());
    return ExitCode.Done;
}
if (args.Length > 0)
{
    Console.Write(Usage.Text);
    return args is ["--help" or "-h"] ? ExitCode.Done : ExitCode.BadJob;
}

NativeProcess.Ignore(NativeProcess.Interrupt);
NativeProcess.Ignore(NativeProcess.Terminate);
using var events = EventPipe.TakeStandardOutput(TimeProvider.System);
using var input = new StreamReader(Console.OpenStandardInput());
if (input.ReadLine() is not { } line) return ExitCode.Orphaned;
if (JobLine.Parse(line, out var faults) is not { } job)
{
    foreach (var fault in faults) Console.Error.WriteLine(fault);
    return ExitCode.BadJob;
}

var lease = new Lease(TimeSpan.FromSeconds(job.LeaseSeconds), TimeSpan.FromSeconds(job.StartSeconds), TimeProvider.System);
var parent = ParentWatch.Start(input, lease);
SharedCores.Prepare();
var device = PinnedDevice.Pin(job.Device);
return new Worker(job, device, lease, events, parent, TimeProvider.System).Run();
