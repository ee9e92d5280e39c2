import { it } from 'vitest';
import { size } from '../src/size.ts';
import { settingNamed } from '../src/settings/index.ts';
import { entryId, type Entry } from '../src/model/entry.ts';
import { writeFileSync } from 'node:fs';
const GiB=1024**3;
export function st(cpu:number, mem:number, rps:number, p95:number, users:number, ha:boolean){
  const e=new Map<string,Entry>();
  const put=(k:string,n:string,v:any,c=k)=>{const s=settingNamed(k,n)!; const id=entryId({name:c},s); e.set(id,{id,component:c,setting:s,value:v,origin:{from:'stated',at:{file:'x',line:1,column:1}}} as Entry)};
  put('machine','cpu',cpu);put('machine','memory',mem);put('targets','rps',rps);put('targets','p95',p95);put('targets','users',users);put('profile','ha',ha);put('machine','disk.size',100*GiB);
  const route=(path:string,cache='none')=>({path,to:'api',cache,auth:false,stream:'none',immutable:false} as any);
  return {name:'t',components:[{name:'proxy',kind:'nginx'},{name:'api',kind:'node'},{name:'db',kind:'postgres'},{name:'cache',kind:'redis'}],links:[{from:'proxy',to:'api'},{from:'api',to:'db'},{from:'api',to:'cache'}],routes:[route('/'),route('/feed','short')],entries:e};
}
it('x',()=>{
  let out='';
  for (const [n,s] of [['small',st(2000,4*GiB,500,200,100,false)],['medium',st(4000,8*GiB,1000,150,250,false)],['large',st(8000,16*GiB,2000,100,500,true)],['tiny',st(1000,1*GiB,50,200,20,false)],['huge',st(64000,256*GiB,20000,200,20000,false)]] as const){
    try { const p=size(s); out+=`== ${n} ${p.components.map(c=>c.name)}\n`; for(const x of p.entries.values()) out+=`${x.id} = ${x.setting.unit==='bytes'?(x.value as number)/1048576+'M':x.value} ${x.origin.from==='rule'?(x.origin.bound??''):x.origin.from}\n`; } catch(err){ out+=`== ${n} ${(err as Error).message}\n`; if(!(err as any).problems) out+=(err as Error).stack; }
  }
  writeFileSync('/tmp/scratch/plan.txt',out);
});
